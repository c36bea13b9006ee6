"""Tiny apps for the tests of the engine: a friendly one, and one that does harm."""

# Where the friendly one's /to can lead: out of it, or nowhere at all.
OUT = (
    "https://example.org/x",
    "//example.org/",
    "http://127.0.0.1:1/",
    "http://[",
    "mailto:ann@example.org",
)
FRIENDLY = '''
import gzip, os, sys, threading
if "REFUSE" in os.environ:
    sys.exit("Refused.")

from flask import Flask, Response, flash, get_flashed_messages, redirect, request

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY")
app.debug = True
seen = []
party = threading.Barrier(4)
files_at_first = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc") else 0


@app.route("/", methods=["GET", "POST"])
def home():
    if request.method == "POST":
        seen.append(request.form.to_dict(flat=False))
        flash(request.form.get("text", "nothing"))
        return redirect("/")
    texts = "".join(f"<p class=message>{text}</p>" for text in get_flashed_messages())
    return f"<h1>Home</h1>{texts}"


@app.route("/echo", methods=["GET", "POST"])
def echo():
    return {
        "pid": os.getpid(),
        "method": request.method,
        "path": request.full_path,
        "headers": dict(request.headers),
        "form": request.form.to_dict(flat=False),
        "json": request.get_json(silent=True),
        "cookies": request.cookies,
        "seen": seen,
    }


@app.route("/headers", methods=["GET", "POST"])
def headers():
    return [[n, v.replace(request.host, "HOST")] for n, v in request.headers]


@app.get("/system")
def system():
    return {
        "environ": dict(os.environ),
        "debug": app.debug,
        "testing": app.testing,
        "stdin": sys.stdin.read(),
        "argv": sys.argv,
        "files_at_first": files_at_first,
    }


@app.route("/repeat/<int:code>", methods=["GET", "POST"])
def repeat(code):
    return redirect("/echo", code)


@app.post("/plain")
def plain():
    seen.append("plain")
    return f"posted {len(seen)} times"


@app.get("/chain/<int:left>")
def chain(left):
    return redirect(f"/chain/{left - 1}" if left else "/echo")


@app.get("/to")
def to():
    peer = request.environ["werkzeug.socket"]
    where = request.args["where"].encode()
    peer.sendall(b"HTTP/1.1 302 Found\\r\\nLocation: " + where + b"\\r\\n\\r\\n")
    peer.shutdown(2)
    return ""


@app.get("/cookies")
def cookies():
    answer = Response("set")
    answer.set_cookie("kind", "oat")
    answer.set_cookie("away", "x", domain="example.org")
    return answer


@app.get("/zipped/<coding>")
def zipped(coding):
    import zlib
    body = "gezippt: é".encode()
    packed = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    kind = "text/html; charset=utf-8"
    return Response(packed, headers={"Content-Encoding": coding, "Content-Type": kind})


@app.get("/charset/<name>")
def charset(name):
    body = "é".encode("latin-1" if name == "latin-1" else "utf-8")
    return Response(body, content_type=f"text/html; charset={name}")


@app.get("/empty")
def empty():
    return "", 204


@app.get("/early")
def early():
    peer = request.environ["werkzeug.socket"]
    peer.sendall(b"HTTP/1.1 103 Early Hints\\r\\nLink: </s.css>\\r\\n\\r\\n")
    return "late"


@app.get("/forms")
def forms():
    return """
    <form action="/echo?old=1#end" method="get"><label>Word <input name="q"></label>
    <button>Search</button></form>
    <form action="/echo" method="post"><input name="text" value="old">
    <input type="hidden" name="token" value="t"><button>Save</button></form>
    <form action="https://example.org/" method="post"><button>Leave</button></form>
    <form action="http://[" method="post"><button>Nowhere</button></form>
    <a href="/echo#part">Here</a> <a href="mailto:ann@example.org">Write</a>
    """


@app.post("/meet")
def meet():
    """Answers once four are here at the same moment."""
    return str(party.wait(4))


@app.get("/print/<text>")
def say(text):
    print(text)
    return "said"


@app.get("/raise")
def fail():
    return 1 / 0


if __name__ == "__main__":
    raise SystemExit("this is never the main module")
app.run(port=1)
'''

HOSTILE = """
import gzip, os, signal, subprocess, sys, threading, time
from pathlib import Path
from flask import Flask, Response, redirect, request

app = Flask(__name__)


@app.get("/")
def home():
    return "here"


def peer():
    return request.environ["werkzeug.socket"]


@app.get("/exit")
def exits():
    os._exit(3)


@app.get("/sys-exit")
def sys_exits():
    sys.exit(3)


@app.get("/signal/<name>")
def signalled(name):
    os.kill(os.getpid(), getattr(signal, name))
    time.sleep(9)


@app.get("/hang")
def hangs():
    time.sleep(60)


@app.get("/die-later")
def dies_later():
    threading.Timer(0.05, os._exit, [4]).start()
    return "still here"


@app.get("/flood")
def floods():
    for _ in range(200):
        print("x" * 10_000)
        print("y" * 10_000, file=sys.stderr)
    return "flooded"


@app.get("/garbage")
def garbage():
    peer().sendall(b"hello, I am no web server " * 20 + b"\\r\\n\\r\\n")
    time.sleep(9)


@app.get("/nothing")
def nothing():
    peer().shutdown(2)
    return ""


@app.get("/for-ever")
def for_ever():
    return redirect("/for-ever")


@app.get("/out")
def out():
    return redirect("http://example.org/")


@app.get("/endless")
def endless():
    def body():
        while True:
            yield b"x" * 65536
    return Response(body())


@app.get("/drip")
def drip():
    def body():
        while True:
            time.sleep(0.05)
            yield b"x"
    return Response(body())


@app.get("/hints")
def hints():
    while True:
        peer().sendall(b"HTTP/1.1 103 Early Hints\\r\\n\\r\\n" * 100)


@app.get("/switch")
def switch():
    peer().sendall(b"HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\n\\r\\n")
    time.sleep(9)


@app.get("/many-headers")
def many_headers():
    peer().sendall(b"HTTP/1.1 200 OK\\r\\n" + b"X-A: b\\r\\n" * 100_000 + b"\\r\\n")
    return ""


@app.get("/long-header")
def long_header():
    peer().sendall(b"HTTP/1.1 200 OK\\r\\nX-A: " + b"b" * 10_000_000 + b"\\r\\n\\r\\n")
    return ""


@app.get("/bomb")
def bomb():
    packed = gzip.compress(bytes(10_000_000), 1)
    return Response(packed, headers={"Content-Encoding": "gzip"})


@app.get("/half")
def half():
    peer().sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\nhalf")
    peer().shutdown(2)
    return ""


@app.get("/half-and-exit")
def half_and_exit():
    def body():
        yield b"half"
        os._exit(5)
    return Response(body())


@app.get("/memory")
def memory():
    return str(len(bytearray(2**31)))


@app.get("/files")
def files():
    return str(len([open(os.devnull) for _ in range(1000)]))


@app.get("/large-file")
def large_file():
    Path(os.environ["HOME"], "large").write_bytes(bytes(2_000_000))
    return "written"


@app.get("/group")
def group():
    os.killpg(0, signal.SIGKILL)


@app.get("/closed-folder")
def closed_folder():
    folder = Path(os.environ["HOME"], "closed", "within")
    folder.mkdir(parents=True)
    Path(os.environ["HOME"], "link").symlink_to(Path(os.environ["HOME"]).parent.parent)
    folder.parent.chmod(0)
    return "closed"


@app.get("/children")
def children():
    subprocess.Popen(["sleep", "60"])
    subprocess.Popen(["sleep", "60"], start_new_session=True)
    subprocess.Popen(["sh", "-c", "setsid sleep 60 & setsid sleep 60 &"]).wait()
    return "started"


@app.get("/host/<name>")
def host(name):
    os.kill(os.getppid(), getattr(signal, name))
    time.sleep(0.2)
    return "done"
"""
