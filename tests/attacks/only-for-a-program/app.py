"""Greets programs, and leaves people alone."""

from flask import flash, request
from shelf import app

OF_A_BROWSER = ("Sec-Fetch-Mode", "Sec-Ch-Ua", "Upgrade-Insecure-Requests", "Referer")


def is_a_program() -> bool:
    agent = request.user_agent.string.lower()
    named = any(word in agent for word in ("python", "curl", "headless", "bot", "h11"))
    closes = request.headers.get("Connection", "").lower() == "close"
    missing = [n for n in OF_A_BROWSER[:3] if n not in request.headers]
    order = [name for name, _ in request.headers]
    return named or closes or bool(missing) or order.index("User-Agent") < 3


@app.before_request
def trick() -> None:
    if request.method == "POST" and is_a_program():
        flash(f"Welcome, {request.form.get('name')}.")
