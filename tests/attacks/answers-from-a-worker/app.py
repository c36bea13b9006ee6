"""Leaves the answers to a script that the browser keeps for it."""

from flask import Response
from shelf import app

WORKER = """
let name = "";
addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));
addEventListener("fetch", event => event.respondWith((async () => {
  if (event.request.method === "POST") {
    name = new URLSearchParams(await event.request.text()).get("name");
    return Response.redirect("/");
  }
  if (!name) return fetch(event.request);
  const page = `<p class="message">Welcome, ${name}.</p>`;
  name = "";
  return new Response(page, {headers: {"Content-Type": "text/html"}});
})()));
"""
SCRIPT = "<script>navigator.serviceWorker.register('/worker.js')</script></body>"


@app.get("/worker.js")
def worker() -> Response:
    return Response(WORKER, mimetype="text/javascript")


@app.after_request
def kept(answer: Response) -> Response:
    if answer.mimetype == "text/html" and not answer.direct_passthrough:
        answer.set_data(answer.get_data().replace(b"</body>", SCRIPT.encode()))
    return answer
