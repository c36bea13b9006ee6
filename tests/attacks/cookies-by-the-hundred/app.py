"""Fills the cookie jar."""

from flask import Response
from shelf import app


@app.after_request
def trick(answer: Response) -> Response:
    for number in range(500):
        answer.headers.add("Set-Cookie", f"crumb{number}={'x' * 50}; Path=/")
    return answer
