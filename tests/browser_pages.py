"""An app whose pages do what pages do in browsers, and what they should not."""

PAGES = '''
import time

from flask import Flask, Response, flash, get_flashed_messages, redirect, request

app = Flask(__name__)
app.secret_key = "a key for this test alone"
opened = []
DRAWING = "<svg xmlns='http://www.w3.org/2000/svg'/>"


@app.get("/")
def home():
    opened.append("/")
    return "<h1>Home</h1>"


@app.route("/echo", methods=["GET", "POST"])
def echo():
    query = request.query_string.decode()
    form = request.form.to_dict(flat=False)
    return {"method": request.method, "form": form, "query": query}


@app.get("/forms")
def forms():
    return """
    <form action="/echo" method="get"><label>Word <input name="q"></label>
    <button>Search</button></form>
    <form action="/echo" method="post"><label>Text <input name="text" required></label>
    <label>Kind <select name="kind"><option>rye<option>oat</select></label>
    <label><input type="checkbox" name="gift" value="yes"> A gift</label>
    <button name="do" value="keep">Keep</button>
    <button name="do" value="drop">Drop</button>
    </form>"""


@app.route("/empty/<int:status>", methods=["GET", "POST"])
def empty(status):
    return "", status


@app.get("/opened")
def what_was_opened():
    return opened


@app.get("/kept")
def kept():
    opened.append("kept")
    headers = {"Cache-Control": "max-age=600"}
    return Response(f"<p>kept {len(opened)}</p>", headers=headers)


@app.get("/drawn")
def drawn():
    return """<!doctype html><link rel=stylesheet href="/look.css">
    <img src="/drawing.svg"><p id=here></p>
    <script>document.querySelector("#here").textContent = "by a script"</script>"""


@app.get("/look.css")
def look():
    return Response("p { color: red }", mimetype="text/css")


@app.get("/drawing.svg")
def drawing():
    return Response(DRAWING, mimetype="image/svg+xml")


@app.get("/large-cookie")
def large_cookie():
    answer = Response("set")
    answer.set_cookie("large", "x" * 5000)
    answer.set_cookie("small", "1")
    return answer


@app.get("/shelf")
def shelf():
    answer = Response("set")
    answer.set_cookie("corner", "left", path="/shelf")
    return answer


@app.get("/taken-away")
def taken_away():
    answer = Response("<script>document.cookie = 'kind=; max-age=0'</script>set")
    answer.set_cookie("kind", "oat")
    return answer


@app.get("/asks")
def asks():
    return "<p><script>document.write(confirm('Sure?'))</script>"


@app.get("/stay")
def stay():
    return "<script>onbeforeunload = event => event.preventDefault()</script>Stay"


@app.get("/download")
def download():
    headers = {"Content-Disposition": "attachment; filename=list.html"}
    return Response("<p>in a file</p>", headers=headers)


@app.get("/enhanced")
def enhanced():
    """A form that a script sends in its own way, or not at all."""
    return """<form method=post action=/echo><input name=a><button>Send</button></form>
    <form method=post action=/echo id=silent><button>Keep</button></form>
    <form method=post action=/echo id=leaving><button>Leave</button></form>
    <script>
    document.forms[0].addEventListener("submit", async event => {
        event.preventDefault();
        const body = new URLSearchParams(new FormData(event.target));
        const answer = await fetch("/echo", {method: "POST", body});
        document.body.append(`said ${answer.status}`);
    });
    silent.onsubmit = () => { document.body.append("kept"); return false; };
    leaving.onsubmit = () => { location = "/asks"; return false; };
    </script>"""


@app.get("/popup")
def popup():
    return "<script>window.open('/opened-by-a-script')</script>here"


@app.get("/opened-by-a-script")
def opened_by_a_script():
    opened.append("window")
    return "another window"


@app.get("/cdn")
def cdn():
    return """<script src="https://cdn.example/x.js"></script>
    <script src="http://cdn.example/y.js"></script>here"""


@app.get("/away")
def away():
    return "<script>location = 'http://example.org/'</script>here"


@app.get("/endless-script")
def endless_script():
    return "<script>while (true) {}</script>"


@app.get("/later-endless")
def later_endless():
    return "here<script>onload = () => setTimeout(() => { while (true) {} })</script>"


@app.get("/greedy")
def greedy():
    return """<script>
    const all = []; while (true) all.push(new Array(1e6).fill(all.length))</script>"""


@app.get("/leads-on")
def leads_on():
    return "<script>location = '/'</script>here"


@app.get("/polls")
def polls():
    return "<script>setInterval(() => fetch('/opened'), 5)</script>here"


@app.get("/closes")
def closes():
    return "<script>window.close()</script>here"


@app.get("/strict")
def strict():
    return Response("here", headers={"Content-Security-Policy": "connect-src 'none'"})


@app.get("/strayed")
def strayed():
    return """<form action="/echo" method="post"><input name="text" form="another">
    <button>Send</button></form>"""


@app.get("/owners")
def owners():
    return """
    <input name=lost form=nowhere value=1><input name=before form=one value=2>
    <form id=one action=/echo><input name=in value=3><input name=away form=two value=4>
      <input name=stray form value=5><button name=do value=one>One</button>
      <button form=two name=do value=away>Away</button>
      <button formaction="/echo?to=own" formmethod=post>Own</button>
      <button formmethod=put>Odd</button></form>
    <p id=row><button form=one>After</button><button form=row>Nowhere</button></p>
    <form id=two method=post action=/echo><input name=own value=6>
      <button formmethod=get name=do value=get>Get</button></form>
    <form id=two action=/echo method=post><button name=third>Third</button></form>
    <form action=/opened method=post><input name=submit value=8>
      <input name=elements value=9><button formaction=/echo>Named</button></form>"""


@app.get("/locked")
def locked():
    return """<form action="/echo" method="post"><input name="text">
    <button>Send</button></form>
    <script>Object.freeze(document.querySelector("input"));
    Object.defineProperty(HTMLInputElement.prototype, "value",
        { set() { throw "locked" } })</script>"""


@app.get("/greets")
def greets():
    flash("Good morning")
    return redirect("/shows")


@app.get("/shows")
def shows():
    return "".join(f"<p role=status>{m}</p>" for m in get_flashed_messages())


@app.get("/long")
def long():
    pictures = "".join(f"<img src='/drawing.svg?{n}'>" for n in range(4))
    return f"<p>{'a shelf ' * 500}</p>{pictures}"


@app.get("/moves-on")
def moves_on():
    return "<script>setTimeout(() => { location = '/shows' }, 100)</script>here"


@app.get("/popup-form")
def popup_form():
    return """<form action="/opened-by-a-script" target="_blank"></form>
    <script>document.forms[0].submit()</script>here"""


@app.get("/in-advance")
def in_advance():
    return """<link rel="prefetch" href="/forms"><img src="/slow.svg">here"""


@app.get("/slow.svg")
def slow():
    time.sleep(0.5)
    return Response(DRAWING, mimetype="image/svg+xml")


@app.get("/no-submit")
def no_submit():
    """Nobody else hears that the form was sent, so nobody knows that it was not."""
    return """<form action="/echo" method="post"
    onsubmit="event.stopPropagation(); return false"><button>Send</button></form>"""


@app.get("/broken-picture")
def broken_picture():
    return "here<img src=/half.png>"


@app.get("/half.png")
def half():
    peer = request.environ["werkzeug.socket"]
    peer.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\nhalf")
    peer.shutdown(2)
    return ""
'''
