"""An app whose pages look and move in ways that people meet. Tests nothing."""

from __future__ import annotations

__all__ = ["PERSON_PAGES"]

PERSON_PAGES = r'''
from flask import Flask, flash, get_flashed_messages, redirect, request
from werkzeug.exceptions import NotFound

app = Flask(__name__)
app.secret_key = "a"
app.hits = []
MESSAGE = '<p class=message style="{}">The roof leaks.</p>'
WHOLE = """<!doctype html><html lang=en><meta charset=utf-8><title>Page</title>
<!-- a comment counts for nothing -->
<style>body {{ font: 16px sans-serif }} {css}</style>
<h1>The shelf</h1>{body}"""


def page(body, css=""):
    return WHOLE.format(body=body, css=css)


@app.get("/looks")
def looks():
    return page(MESSAGE.format(request.args["style"]))


@app.get("/covered")
def covered():
    over = '<div style="position:fixed; inset:0; background:#fff; z-index:2"></div>'
    return page(MESSAGE.format("") + over)


@app.get("/label")
def label():
    css = ".unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; }"
    return page(
        '<p class=message><b class=unseen>Problem:</b> It <a href=/x>leaks</a>.'
        '<button>Away</button></p>', css
    )


@app.get("/colours")
def colours():
    css = ".good { border: 1px solid green } .bad { background: rgb(1, 2, 3) }"
    icon = '<img src="/icon.png" alt="Problem">'
    bad = f"<li class=bad>{icon} No</li>"
    return page(f"<ul class=messages><li class=good>Done</li>{bad}</ul>", css)


@app.get("/dark")
def dark():
    return page(MESSAGE.format(""), """@media (prefers-color-scheme: dark) {
        body { background: #000 } .message { color: #222 } }""")


@app.get("/terms")
def terms():
    return page("<dl class=messages><dt>Problem</dt><dd>It leaks.</dd></dl>")


@app.get("/icons")
def icons():
    css = """.cross::before { content: "x" } .empty::after { content: "" }
    .bell { background: url(/bell.png) } li:last-child {
        background: linear-gradient(red, green) }"""
    drawn = '<svg width=9 height=9 fill=red><path d="M0 0h9"/></svg> One'
    items = (drawn, "<i class=cross></i> Two", "<i class='bell empty'>3</i>", "Four")
    return page("<ul class=messages><li>" + "<li>".join(items) + "</ul>", css)


@app.get("/arriving")
def arriving():
    css = "@keyframes in { from { opacity: 0 } } .message { animation: in 0.5s }"
    return page(MESSAGE.format(""), css)


@app.get("/restless")
def restless():
    return page("<div id=here></div>" + """<script>
    setInterval(() => { here.innerHTML = "<i></i>".repeat(Math.random() * 90)
        + "<p class=message>No</p>"; }, 1);</script>""")


@app.get("/keys")
def keys():
    return page("""<a href=/looks?style=>Looks</a>
    <p class=message>The roof leaks.
    <button id=away aria-label="Put it away">×</button></p>
    <form method=post action=/flash><button>Send it</button></form>
    <button id=under style="position:absolute; left:0; top:0">Under</button>
    <div style="position:absolute; left:0; top:0; width:90px; height:60px"></div>
    <script>away.onclick = () => away.parentElement.remove();</script>""")


@app.get("/down")
def down():
    return page("<a href=#here>Down</a><p id=here>Here.")


@app.get("/trap")
def trap():
    return page("""<button id=one>One</button><button>Two</button>
    <script>document.body.onkeydown = (e) => {
        if (e.key === "Tab") { e.preventDefault(); one.focus(); } };</script>""")


@app.get("/passing")
def passing():
    css = """@keyframes out { to { opacity: 0 } }
    .slow { animation: out 1s 20s forwards }"""
    return page("""<p class=message id=timed>By a timer.</p>
    <p class="message slow">By a style.</p>
    <script>setTimeout(() => timed.remove(), 5000);
    setTimeout(() => location.assign("/looks?style="), 30000);</script>""", css)


@app.post("/flash")
def leave():
    flash("The roof leaks.")
    return redirect("/")


@app.get("/")
@app.get("/about")
def shelf():
    shown = "".join(f"<p class=message>{m}</p>" for m in get_flashed_messages())
    return page(shown)


@app.get("/kept")
def kept():
    body = "<a href=/about>On</a><p class=message>Here to stay.</p>"
    return page(body), {"Cache-Control": "max-age=60"}


@app.before_request
def heard():
    if request.path.startswith("/file"):
        app.hits.append([request.path, request.headers.get("Sec-Fetch-Dest"),
                         request.headers.get("Sec-Purpose", "")])


@app.errorhandler(404)
def missing(error):
    return "nothing", 404


@app.get("/heard")
def what_was_heard():
    return app.hits


@app.get("/endless")
def endless():
    return page("""<p class=message>Soon.</p>
    <script>setTimeout(() => { for (;;); }, 300);</script>""")
'''
