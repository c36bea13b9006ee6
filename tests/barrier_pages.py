"""An app of pages that bar people, and of the same pages made well."""

PAGES = r'''
from flask import Flask

app = Flask(__name__)
WHOLE = "<!doctype html><html lang=en><title>T</title><style>%s</style><h1>T</h1>%s"
SAID = "<ul class=messages><li><p class=message role=status>Done: it is.</p>%s</ul>"
PALE = ".message { color: #fff; background: #5cb85c }"
DARK = "@media (prefers-color-scheme: dark) { %s }"
LIES = """<script>
    window.axe = {run: () => ({violations: []})};
    for (const kind of [Element, Document])
        kind.prototype.querySelectorAll = () => [];
    JSON.stringify = JSON.parse = () => "{}";
    Array.prototype.map = () => [];
    Promise.prototype.then = window.setTimeout = () => 0;
    window.getComputedStyle = () => ({});
    window.postMessage(JSON.stringify({topic: "axe.start"}), "*");
</script>"""
HEARS = """<script>
    document.querySelector('%s').addEventListener('click', () => 0)</script>"""
PAGES = {
    "fine": ("", SAID % "<form method=post><button>Dismiss</button></form>"),
    "pale": (PALE, SAID % ""),
    "dark": (DARK % ".message { color: #444; background: #222 }", SAID % ""),
    "dark-and-fine": (DARK % ".message { color: #eee; background: #222 }", SAID % ""),
    "no-ground": (":root { color-scheme: light dark }", SAID % "<a href=/fine>On</a>"),
    "no-ground-pale": (":root { color-scheme: dark } .message { color: #333 }",
        SAID % ""),
    "no-alt": ("", SAID % "<img src=/no.png>"),
    "live": ("", "<p class=message aria-live=true>Done</p>"),
    "list": ("", "<ul class=messages role=alert><li>Done</ul>"),
    "no-language": ("", SAID % ""),
    "cross": ("", SAID % "<form method=post><button>×</button></form>"),
    "cross-beside": ("", "<div><p class=message>Done</p><button>x</button></div>"),
    "cross-far-away": ("", "<p class=message>Done</p>More <button>x</button>"),
    "number": ("", SAID % "<a href=/fine>1984</a>"),
    "hidden-cross": ("", SAID % "<button hidden>×</button>"),
    "pressed": ("", SAID % "<span onclick='this.remove()'>Away</span>"),
    "heard": ("", SAID % "<span>Away</span>" + HEARS % "span"),
    "heard-from-afar": ("", SAID % "<b style='cursor: pointer'>Away</b>"
        + "<script>addEventListener('click', () => 0)</script>"),
    "heard-by-the-document": ("", SAID % "<b style='cursor: pointer'>Away</b>"
        + "<script>document.addEventListener('click', () => 0)</script>"),
    "heard-by-nobody": ("", SAID % "<b style='cursor: pointer'>Away</b>"),
    "heard-by-the-list": ("", SAID % "<button>Away</button>" + HEARS % "ul"),
    "called-a-button": ("", SAID % "<b role=button onclick=''>Away</b>"),
    "made-a-button": ("", SAID % "<b role=button tabindex=0 onclick=''>Away</b>"),
    "twice": ("", SAID % "<i id=it>one</i> <i id=it>other</i>"),
    "focus": ("", "<p class=message role=alert tabindex=-1 autofocus>No.</p>"),
    "focus-on-a-field": ("", SAID % "<input aria-label=Title autofocus>"),
    "lies": (PALE, SAID % "" + LIES),
    "names": (PALE, SAID % "<img alt='' name=querySelectorAll>"),
    "gone": ("", SAID % "<script>document.documentElement.remove()</script>"),
    "made-up": ("", SAID % "<a href=/fine>On</a>" + """<script>onkeyup = () =>
        document.body.append(document.createElement("img"))</script>"""),
    "restless": ("", SAID % "" + """<script>setInterval(() =>
        document.body.prepend(document.createElement("b")), 5)</script>"""),
    "endless": ("", "<p>More</p>" * 6000),
}


@app.get("/<name>")
def page(name):
    if name == "text":
        return "no page", {"Content-Type": "text/plain"}
    whole = WHOLE.replace(" lang=en", "") if name == "no-language" else WHOLE
    return whole % PAGES[name]
'''
