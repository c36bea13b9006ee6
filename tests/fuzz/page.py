"""A page of any bytes in any charset is read, or refused by an Ending."""

from __future__ import annotations

from checker.endings import Ending
from checker.page import Headers, Page
from checker.render.exhibit import page_piece
from checker.transcript import Step
from checker.visitor.request import text
from checker.visitor.wire import Answer
from checker.xray import exchanges

WORDS = [
    word.split("\n")[0].encode()
    for word in """<ul|class=messages>|<li>|</li>|</ul>|<div|role=alert>|</div>|<p>|</p>
    |<span|class="flash toast-body">|<dl>|<dt>|<dd>|<table>|<tr>|<td>|<form|action=/a>
    |</form>|<input|name=a>|type=submit>|value=x|<button>|</button>|<label|for=a>|id=a
    |</label>|<select|<option>|selected|<textarea>|</textarea>|<a|href=/x>|</a>|<b>|<i|
    |<h1>|<title>|</title>|<svg>|<math>|<script>|</script>|<style>|<!--|-->|<template>
    |<![CDATA[|]]>|&lt;|&#xD800;|&#0;|hidden|style=display:none|One.|x|:|<|>|"|'|/|=
    |charset=utf-16|charset=utf-7|charset=punycode|<dialog>|<output>|<iframe>|<nobr>
    |<desc>|<mi>|{"a":[1]}
    """.split("|")
] + [b"\0", b"\xff\xfe", b"\xc3\x28", b" ", b"\n", b"\xed\xa0\x80"]
KINDS = ["text/html", "", "text/html; charset=utf-16", "text/html;charset='koi8-r'"]
FORM = "x"


def one(data: bytes) -> None:
    """Whatever a check may ask a page, the answer is a value or an Ending."""
    kind = KINDS[data[0] % len(KINDS)] if data else ""
    headers = (("content-type", kind),)
    html = text(Answer(200, headers, data[1:]))
    page = Page("http://127.0.0.1:1/a?b", "GET", 200, Headers(headers), html)
    asked = (
        lambda: page.text,
        lambda: page.messages_in_words,
        lambda: page.message("One."),
        lambda: [form.filled("/a", {}) for form in page.forms],
        lambda: page.filled(FORM, {"a": "b"}),
        lambda: page.link("x"),
        lambda: page.select("p, [class], li"),
        page.json,
    )
    for ask in asked:
        try:
            ask()
        except Ending as ending:
            assert str(ending).endswith("."), str(ending)
    step = Step("Ann", "GET", page.url, status=200, body=html[:20_000])
    assert exchanges([step])[0].heading == " ".join(
        exchanges([step])[0].heading.split()
    )
    assert isinstance(page_piece([step]), str)
