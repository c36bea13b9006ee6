"""Any Set-Cookie header is kept, cleared or refused with a reason; jars stay small."""

from __future__ import annotations

from checker.cookies import PER_HOST, SIZE, Jar

WORDS = [
    word.split("\n")[0].encode()
    for word in """session=|a=b|;|; |Path=/|Path=|Domain=127.0.0.1|Domain=.x|Secure
    |HttpOnly|SameSite=None|SameSite=Lax|Max-Age=0|Max-Age=-1|Max-Age=99999999999999999
    |Expires=|Thu, 01 Jan 1970 00:00:00 GMT|Fri, 31 Dec 9999 23:59:59 GMT|Partitioned
    |Mon, 99 Foo -1 99:99:99 +9999|__Host-|__Secure-|=|==|,|"|0001|+2400|-9999
    """.split("|")
] + [b"\0", b"\n", b"\t", b"\xff", b"x" * 1100, b"9" * 1000]


def one(data: bytes) -> None:
    """Lines are headers of one answer after the other."""
    jar = Jar()
    for number, line in enumerate(data.split(b"\r")):
        note = jar.take(line.decode("latin-1"), "/a/b", float(number))
        assert note.did in ("set", "cleared", "refused")
        assert note.why or note.did != "refused"
    held = jar.held(0.0)
    assert len(held) <= PER_HOST
    assert all(len(name) + len(value) <= SIZE for name, value in held.items())
    assert not set("\0\r\n") & set(jar.header("/a/b", 0.0))
