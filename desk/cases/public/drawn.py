"""A page that differs from visitor to visitor in a few words only is drawn once, and the words are put in.

To draw a receipt takes a quarter of what a submission costs, and to draw the form more than all else on the server.

    RECEIPT = Drawn("public/competitions/receipt.html")
    RECEIPT.answer(request, {"number": …, "code": …})      # {{ number }} and {{ code }} in the template

A word stands in the template as it is, without filters and conditions, as text or as the value of an attribute. What else
the template needs is its `context`, and each `variant` of it is drawn by itself.
"""

import re
import time
from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

# Of Unicode's private use: no template holds them. What is typed may, but is put in only when the page has been taken apart.
OPENS, CLOSES = "\ue000", "\ue001"
MARK = re.compile(f"{OPENS}([a-z_]+){CLOSES}")


def _nothing() -> dict[str, Any]:
    return {}


def _token(request: HttpRequest) -> str:
    """That of the form this page answers, which Django has checked by now, or a new one: to mask one takes as long as to
    look at all the fields of a form.
    """
    return request.POST.get("csrfmiddlewaretoken", "") or get_token(request)


class Drawn:
    """A template, and the pages drawn from it. They are drawn anew every settings.REMEMBER_SECONDS."""

    def __init__(self, template: str) -> None:
        self.template = template
        self._pages: dict[Hashable, tuple[float, list[str]]] = {}

    def answer(
        self,
        request: HttpRequest,
        words: Mapping[str, str],
        *,
        variant: Hashable = None,
        context: Callable[[], dict[str, Any]] = _nothing,
    ) -> HttpResponse:
        """The page with `words` in it. Who has a session, and so may be signed in, has it drawn for themselves.

        context: asked only when the page is drawn. variant: what the context depends on; there are not many.
        """
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return render(request, self.template, {**context(), **words})
        given = {**words, "csrf_token": _token(request)}
        look = (request.COOKIES.get("large") == "1", variant)
        drawn_at, pieces = self._pages.get(look, (0.0, []))
        if not pieces or time.monotonic() >= drawn_at + settings.REMEMBER_SECONDS:
            pieces = self._draw(request, {**context(), **{name: f"{OPENS}{name}{CLOSES}" for name in given}})
            self._pages[look] = time.monotonic(), pieces
        # Text and name of a word by turns.
        return HttpResponse("".join(escape(given[piece]) if place % 2 else piece for place, piece in enumerate(pieces)))

    def _draw(self, request: HttpRequest, context: dict[str, Any]) -> list[str]:
        return MARK.split(render_to_string(self.template, context, request))
