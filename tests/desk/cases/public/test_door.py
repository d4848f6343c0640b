"""The door before the public forms: what a flood costs, and who gets through it."""

import io
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from competitions.services import intake
from desk.cases.public import door, proofs
from desk.cases.public.door import ANSWER, Door
from desk.cases.public.receipts import Receipt

FORM, OTHER, KEYLESS = "/ideas/submit/", "/join/3/", "/ideas/status/"
BURST = 20  # five posts a second, four seconds' worth
PHOTO = b"\xff\xd8\xff" + b"&key=x" * 500_000


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of the door, to be turned."""
    now = [1000.0]
    monkeypatch.setattr(door.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture(name="seen")
def _seen() -> list[HttpRequest]:
    """What came through."""
    return []


@pytest.fixture(name="door")
def _door(clock: list[float], seen: list[HttpRequest], settings: Any) -> Callable[[HttpRequest], HttpResponse]:
    settings.PUBLIC_POSTS_PER_SECOND = 5

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse("the page")

    return door.FloodMiddleware(view)


def post(path: str = FORM, content_type: str = "application/x-www-form-urlencoded", **fields: Any) -> HttpRequest:
    """A post as the web server gives it to us: it has been read whole and can be read again."""
    if content_type == MULTIPART_CONTENT:
        body = encode_multipart(BOUNDARY, fields)
    else:
        query = QueryDict(mutable=True)
        query.update(fields)
        body = query.urlencode().encode()
    as_served: dict[str, Any] = {"wsgi.input": io.BytesIO(body)}
    return RequestFactory().generic("POST", path, body, content_type, **as_served)


def flood(pass_door: Callable[[HttpRequest], HttpResponse], path: str = FORM, times: int = 10 * BURST) -> list[int]:
    return [pass_door(post(path, title="x")).status_code for _ in range(times)]


def proven(key: str = "", **fields: Any) -> dict[str, Any]:
    """The fields of a form as the page sends them: key and proof come first."""
    key = key or intake.fresh_key()
    return {"csrfmiddlewaretoken": "a" * 64, "key": key, "proof": str(proofs._options(key).number), **fields}


def test_posts_that_come_no_faster_than_the_form_is_made_for_all_pass(door: Any, clock: list[float]) -> None:
    statuses = []
    for _ in range(500):
        clock[0] += 0.2
        statuses.append(door(post(title="x")).status_code)
    assert statuses == [200] * 500


def test_a_burst_passes_and_what_comes_faster_gets_a_page_of_a_few_bytes(door: Any, seen: list[HttpRequest]) -> None:
    assert flood(door) == [200] * BURST + [429] * 9 * BURST
    refused = door(post(title="x"))
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "60", "no-store")
    assert "填写的内容还在，过一分钟再交" in refused.content.decode()
    assert "不运行脚本的" in refused.content.decode()
    assert len(refused.content) < 700
    assert len(seen) == BURST


def test_a_flood_is_over_a_few_seconds_after_it_ends_and_not_before(door: Any, clock: list[float]) -> None:
    flood(door)
    clock[0] += 4.0
    assert door(post(title="x")).status_code == 429
    clock[0] += 0.5
    assert door(post(title="x")).status_code == 200


def test_while_a_flood_lasts_not_one_of_its_posts_passes(
    door: Any, clock: list[float], seen: list[HttpRequest]
) -> None:
    flood(door)
    del seen[:]
    for _ in range(10_000):
        clock[0] += 0.01
        door(post(title="x"))
    assert seen == []


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", MULTIPART_CONTENT])
def test_who_has_worked_for_the_form_gets_through_a_flood_with_all_that_was_typed(
    door: Any, seen: list[HttpRequest], content_type: str
) -> None:
    flood(door)
    assert door(post(content_type=content_type, **proven(title="声控灯", problem="&key=x&proof=1"))).status_code == 200
    assert (seen[-1].POST["title"], seen[-1].POST["problem"]) == ("声控灯", "&key=x&proof=1")


def test_photos_behind_the_proof_are_not_looked_at_and_arrive_whole(door: Any, seen: list[HttpRequest]) -> None:
    flood(door)
    photo = io.BytesIO(PHOTO)
    photo.name = "1.jpg"
    assert door(post(content_type=MULTIPART_CONTENT, **proven(title="x", photo_1=photo))).status_code == 200
    arrived = seen[-1].FILES["photo_1"]
    assert isinstance(arrived, UploadedFile)
    assert arrived.size == len(PHOTO)


def test_a_proof_passes_once_a_minute_in_a_flood(door: Any, clock: list[float]) -> None:
    flood(door)
    form = proven()
    assert [door(post(**form)).status_code for _ in range(3)] == [200, 429, 429]
    clock[0] += 30
    flood(door)
    assert door(post(**form)).status_code == 429
    clock[0] += 31
    flood(door)
    assert [door(post(**form)).status_code for _ in range(2)] == [200, 429]


def wrong_proof() -> dict[str, Any]:
    form = proven()
    return {**form, "proof": str(int(form["proof"]) + 1)}


@pytest.mark.parametrize(
    "form",
    [
        wrong_proof,
        lambda: {**proven(), "proof": ""},
        lambda: {**proven(), "key": ""},
        lambda: proven("made.up:key"),
        lambda: proven(Receipt("入会申请", column="x", length=24).fresh_key()),
    ],
    ids=["wrong proof", "no proof", "no key", "a key not ours", "the key of another form"],
)
def test_what_was_not_worked_for_stays_outside(door: Any, form: Callable[[], dict[str, Any]]) -> None:
    flood(door)
    assert door(post(**form())).status_code == 429


def test_a_key_that_is_too_old_stays_outside(door: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    form = proven()
    flood(door)
    monkeypatch.setattr("desk.cases.public.door.FORM_OPEN_FOR", -1)
    assert door(post(**form)).status_code == 429


def test_a_form_without_a_key_takes_nothing_in_a_flood_and_again_after_it(door: Any, clock: list[float]) -> None:
    assert flood(door, KEYLESS) == [200] * BURST + [429] * 9 * BURST
    assert door(post(KEYLESS, **proven())).status_code == 429
    clock[0] += 10
    assert door(post(KEYLESS, code="x")).status_code == 200


def test_a_flood_at_one_form_leaves_the_others_and_all_reading_alone(door: Any) -> None:
    flood(door)
    assert door(post(OTHER)).status_code == 200
    assert door(post("/accounts/login/")).status_code == 200
    assert door(RequestFactory().get(FORM)).status_code == 200
    assert door(RequestFactory().head(FORM)).status_code == 200


def test_forms_in_a_flood_are_let_through_up_to_a_number_a_minute_so_that_memory_stays_small(
    door: Any, monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    monkeypatch.setattr("desk.cases.public.door.MOST", 3)
    flood(door)
    assert [door(post(**proven())).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    clock[0] += 60
    flood(door)
    assert door(post(**proven())).status_code == 200
    assert len(door.door._passed._forms) == 1


def test_a_flood_is_in_the_log_once_a_minute(door: Any, clock: list[float], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    flood(door)
    assert [record.message for record in caplog.records] == ["a flood of posts to /ideas/submit/ is being turned away"]
    clock[0] += 60
    flood(door)
    assert len(caplog.records) == 2


def test_a_post_that_is_turned_away_is_not_in_the_log(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.PUBLIC_POSTS_PER_SECOND = 0.1
    assert Client().post(FORM, {"title": "x"}).status_code == 429
    assert {record.name for record in caplog.records} == {"desk.cases.public.door"}


def test_the_door_stands_before_everything_else(settings: Any) -> None:
    assert settings.MIDDLEWARE[0] == "desk.cases.public.door.FloodMiddleware"
    assert settings.PUBLIC_FORMS[FORM] == intake.RECEIPT.purpose


def test_who_was_asked_at_the_web_servers_door_is_not_asked_again(door: Any, seen: list[HttpRequest]) -> None:
    flood(door)
    del seen[:]
    request = post(title="x")
    request.META["jianzhi.admitted"] = True
    assert door(request).status_code == 200
    assert len(seen) == 1


def test_nobody_can_say_in_a_header_that_they_were_admitted(door: Any) -> None:
    flood(door)
    request = post(title="x")
    request.META["HTTP_JIANZHI.ADMITTED"] = request.META["HTTP_JIANZHI_ADMITTED"] = "1"
    assert door(request).status_code == 429


def test_the_web_server_says_the_same_as_the_middleware(door: Any) -> None:
    flood(door)
    refused = door(post(title="x"))
    head, body = ANSWER.split(b"\r\n\r\n", 1)
    status, *lines = head.decode().split("\r\n")
    told = dict(line.split(": ", 1) for line in lines)
    assert (status, body) == ("HTTP/1.1 429 Too Many Requests", refused.content)
    assert (told.pop("Content-Length"), told.pop("Connection")) == (str(len(body)), "close")
    assert told == dict(refused.items())


def test_the_web_process_turns_a_flood_away_and_lets_who_has_worked_for_it_through(settings: Any) -> None:
    settings.PUBLIC_POSTS_PER_SECOND = 0.01
    watch, form = Door(), urlencode(proven()).encode()
    assert watch.refuses("POST", FORM, lambda: b"title=x")
    assert not watch.refuses("POST", FORM, lambda: form)
    assert not watch.refuses("GET", FORM, lambda: b"")
