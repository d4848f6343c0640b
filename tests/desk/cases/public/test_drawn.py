"""A page drawn once for everybody holds nothing of anybody else, and what is typed is never taken for a part of it."""

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from desk.cases.public.drawn import CLOSES, OPENS, Drawn

RECEIPT = "public/competitions/receipt.html"
WORDS = {"title": "声控灯", "number": "JDZ1", "code": "ABCD", "at": "2014-05-12 10:00", "sealed": "s:1"}


@pytest.fixture(name="drawn")
def _drawn(settings: Any) -> list[dict[str, Any]]:
    """The contexts that pages were drawn with."""
    settings.REMEMBER_SECONDS = 10
    return []


class Watched(Drawn):
    """Tells how often it draws."""

    def __init__(self, drawn: list[dict[str, Any]]) -> None:
        super().__init__(RECEIPT)
        self.drawn = drawn

    def _draw(self, request: HttpRequest, context: dict[str, Any]) -> list[str]:
        self.drawn.append(context)
        return super()._draw(request, context)


def visit(**cookies: str) -> HttpRequest:
    request = RequestFactory().get("/ideas/submit/")
    request.COOKIES.update(cookies)
    return request


def page(drawn: Drawn, request: HttpRequest | None = None, **changed: str) -> str:
    return drawn.answer(request or visit(), {**WORDS, **changed}).content.decode()


def test_it_is_drawn_once_and_each_visitor_reads_their_own_words(drawn: list[Any]) -> None:
    receipt = Watched(drawn)
    one, other = page(receipt), page(receipt, title="节水阀", code="WXYZ")
    assert ("声控灯" in one, "ABCD" in one) == (True, True)
    assert ("节水阀" in other, "WXYZ" in other) == (True, True)
    assert ("声控灯" in other, "ABCD" in other, OPENS in other) == (False, False, False)
    assert len(drawn) == 1


def test_each_visitor_has_a_token_of_their_own(drawn: list[Any]) -> None:
    receipt, requests = Watched(drawn), [visit(), visit()]
    found = [re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page(receipt, one)) for one in requests]
    assert len(found[0]) == len(found[1]) == 1
    assert found[0] != found[1]
    assert all("CSRF_COOKIE" in one.META for one in requests)


def test_the_answer_to_a_form_has_the_token_of_that_form(drawn: list[Any]) -> None:
    receipt, posted = Watched(drawn), RequestFactory().post("/ideas/submit/", {"csrfmiddlewaretoken": "t" * 64})
    assert f'name="csrfmiddlewaretoken" value="{"t" * 64}"' in page(receipt, posted)
    assert "CSRF_COOKIE" not in posted.META
    assert f'value="{"t" * 64}"' not in page(receipt)


def test_what_is_typed_is_text_even_if_it_looks_like_a_page_or_a_mark(drawn: list[Any]) -> None:
    receipt = Watched(drawn)
    typed = f'<script>{OPENS}code{CLOSES}</script>&"'
    for _ in range(2):
        text = page(receipt, title=typed)
        assert f"&lt;script&gt;{OPENS}code{CLOSES}&lt;/script&gt;&amp;&quot;" in text
        assert "<script>" + OPENS not in text


def test_large_letters_are_another_page(drawn: list[Any]) -> None:
    receipt = Watched(drawn)
    pages = [page(receipt, visit(large=size)) for size in ("1", "0", "1", "0")]
    assert ['class="large"' in text for text in pages] == [True, False, True, False]
    assert len(drawn) == 2


def test_who_has_a_session_has_the_page_drawn_for_themselves(drawn: list[Any], county: Any) -> None:
    receipt, request = Watched(drawn), visit(session="x")
    page(receipt)
    request.user = county["base_officer"]
    assert "工作台" in page(receipt, request)
    assert "工作台" not in page(receipt)
    assert len(drawn) == 1
