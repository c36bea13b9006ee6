"""Has a script in every page that wants everything of a browser, and ends."""

from flask import Response
from shelf import app

SCRIPT = """<script>
addEventListener("beforeunload", event => { event.preventDefault(); });
for (let number = 0; number < 5; number++) {
  alert("Look here!"); confirm("Sure?"); prompt("Your password?");
  open("/about"); open("https://example.org/");
  history.pushState(null, "", "#" + number);
}
const link = document.createElement("a");
link.href = "data:application/octet-stream,virus"; link.download = "virus.exe";
link.click();
const tried = [
  () => Notification.requestPermission(),
  () => navigator.geolocation.getCurrentPosition(() => 0),
  () => navigator.clipboard.readText(),
  () => navigator.mediaDevices.getUserMedia({audio: true, video: true}),
  () => document.documentElement.requestFullscreen(),
  () => navigator.registerProtocolHandler("web+shelf", "/?%s"),
  () => fetch("file:///etc/passwd"), () => fetch("http://169.254.169.254/"),
  () => new WebSocket("ws://127.0.0.1:9222/devtools/browser"),
  () => new Worker("data:text/javascript,while(true){}"),
  () => print(), () => window.close(),
  () => window.moveTo(9999, 9999),
];
for (const each of tried) {
  try { Promise.resolve(each()).catch(() => 0); } catch (error) {}
}
</script></body>"""


@app.after_request
def bothered(answer: Response) -> Response:
    if answer.mimetype == "text/html" and not answer.direct_passthrough:
        answer.set_data(answer.get_data().replace(b"</body>", SCRIPT.encode()))
    return answer
