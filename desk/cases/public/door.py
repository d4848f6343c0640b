"""What a flood of posts to the public forms is kept from: sessions, database and templates (promises.md H1).

The web server asks here before a request takes a thread, and the first middleware for any other server. While posts come no faster than a form is made for, it only counts them. In a flood
it lets through who brings what a page of ours was answered with: the signed key of a form and the proof that a browser
has worked for it (proofs.py). All others get the same few bytes, and are let through again a few seconds after the
flood has ended, visitors without scripts among them.

Counted in the process, so that nothing has to be asked that may be away. No address is looked at: a flood comes from as
many as it likes.
"""

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from desk.cases.public import proofs
from desk.cases.public.receipts import FORM_OPEN_FOR

CALM = 4.0  # seconds of the usual rate that may come at once, and after which a flood is over
MINUTE = 60.0  # seconds after which the same form may come again: the portal itself may have put it off
MOST = 1_000  # forms let through in that time while there is a flood
# Key and proof are the first fields of a form; photos come behind them and are not looked at.
HEAD = 2_048
FIELDS = re.compile(rb'(?:name="(key|proof)"\r\n\r\n|(?:^|&)(key|proof)=)([\w.:%-]{1,200})')
TOO_MANY_REQUESTS = 429
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">\
<meta name="viewport" content="width=device-width"><title>请过一分钟再交</title>
<main><h1>提交的人太多，请过一分钟再交</h1>
<p>这一次没有提交。请按“返回”，填写的内容还在，过一分钟再交。</p>
<p>浏览器不运行脚本的，要等提交的人少了才交得上；内容不会过期，请稍后再试。</p></main></html>""".encode()
HEADERS = {
    "Retry-After": str(int(MINUTE)),
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
# The same as the web server sends it, before Django hears of the request.
ANSWER = (
    "\r\n".join(
        (
            "HTTP/1.1 429 Too Many Requests",
            "Content-Type: text/html; charset=utf-8",
            f"Content-Length: {len(PAGE)}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in HEADERS.items()),
            "\r\n",
        )
    ).encode()
    + PAGE
)
ADMITTED = "jianzhi.admitted"  # in the environment of a request: the web server has asked at the door
logger = logging.getLogger(__name__)


@dataclass
class Meter:
    """How fast posts to one form come: each fills it a little, time empties it by `rate` a second."""

    rate: float
    level: float = 0.0
    at: float = 0.0

    def note(self, now: float) -> bool:
        """Counts a post; whether there is a flood. It cannot fill so far that the end of a flood is noticed late."""
        burst = self.rate * CALM
        self.level = min(max(self.level - (now - self.at) * self.rate, 0.0) + 1.0, 2 * burst)
        self.at = now
        return self.level > burst


class Passed:
    """The forms let through in the last minute, the oldest first."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, float] = OrderedDict()

    def let(self, key: str, now: float) -> bool:
        """Whether the form with this key may pass, which it then has done."""
        while self._forms and next(iter(self._forms.values())) <= now - MINUTE:
            self._forms.popitem(last=False)
        if key in self._forms or len(self._forms) >= MOST:
            return False
        self._forms[key] = now
        return True


class Door:
    """Turns a flood away from the forms in settings.PUBLIC_FORMS.

    The setting names for the beginning of a path what the form is for (receipts.Receipt.purpose), "" for one that has no
    key: in a flood nobody posts there. The first that fits counts.
    """

    def __init__(self) -> None:
        self._meters = {start: Meter(settings.PUBLIC_POSTS_PER_SECOND) for start in settings.PUBLIC_FORMS}
        self._passed = Passed()
        self._lock = Lock()
        self._told_at = -MINUTE

    def refuses(self, method: str, path: str, head: Callable[[], bytes]) -> bool:
        """Whether this request is part of a flood. `head`: the first HEAD bytes of its body, or b"", asked in a flood."""
        start = next((start for start in self._meters if path.startswith(start)), None) if method == "POST" else None
        if start is None:
            return False
        now = time.monotonic()
        with self._lock:
            is_flood = self._meters[start].note(now)
        if not is_flood:
            return False
        self._tell(start, now)
        purpose = settings.PUBLIC_FORMS[start]
        key = _proven_key(head(), purpose) if purpose else ""
        with self._lock:
            return not (key and self._passed.let(key, now))

    def _tell(self, start: str, now: float) -> None:
        """Once a minute: a flood must not fill the log either."""
        if now - self._told_at >= MINUTE:
            self._told_at = now
            logger.warning("a flood of posts to %s is being turned away", start)


class FloodMiddleware:
    """The door, where no web server of ours stands before Django and has asked at its own (jianzhi/wsgi.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.door = Door()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ADMITTED in request.META:
            return self.get_response(request)
        is_refused = self.door.refuses(request.method or "", request.path_info, lambda: _head(request))
        return _turned_away() if is_refused else self.get_response(request)


def _turned_away() -> HttpResponse:
    response = HttpResponse(PAGE, status=TOO_MANY_REQUESTS, headers=HEADERS)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark; it logs each 429 otherwise
    return response


def _proven_key(head: bytes, purpose: str) -> str:
    """The key at the beginning of a form, if it is ours and has been worked for; else ""."""
    fields = _fields(head)
    key, proof = fields.get("key", ""), fields.get("proof", "")
    if not (key and proof and proofs.has_worked(key, proof)):
        return ""
    try:
        signing.loads(key, salt=purpose, max_age=FORM_OPEN_FOR)
    except signing.BadSignature:
        return ""
    return key


def _fields(head: bytes) -> dict[str, str]:
    """Key and proof as they stand at the beginning of a form."""
    # The first of a name counts: what is typed comes behind.
    found = reversed(FIELDS.findall(head))
    return {(one or other).decode(): unquote_to_bytes(value).decode("ascii", "replace") for one, other, value in found}


def _head(request: HttpRequest) -> bytes:
    """The beginning of the body, which is left as it was.

    The web server has read the request whole (docs/decisions/0001-web-server.md), so that its body can be read again. What
    cannot is not looked at.
    """
    body = request.META["wsgi.input"]
    if not body.seekable():
        return b""
    head: bytes = body.read(HEAD)
    body.seek(0)
    return head
