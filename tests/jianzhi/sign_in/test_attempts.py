"""promises.md E1: five failures lock an account for a quarter of an hour."""

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.jianzhi.sign_in.conftest import PASSWORD, Clock, is_signed_in, log_in
from unions.choices import LoginEventKind
from unions.models import LoginAttempt, LoginEvent, User
from unions.services import sign_in

pytestmark = pytest.mark.django_db
WRONG = "登录名或密码不正确。"
LOCKED = "登录失败次数过多，已暂停登录。请 15 分钟后再试，或请安全保密管理员解除锁定。"


def errors(client: Client) -> list[str]:
    """What the sign-in form said."""
    answer: Any = client.answer  # type: ignore[attr-defined]  # kept there by log_in
    return list(answer.context["form"].non_field_errors())


def fail(name: User | str, times: int, **extra: str) -> None:
    for number in range(times):
        log_in(name, f"wrong-{number}", **extra)


def test_the_right_name_and_password_lead_to_the_home_page(officer: User) -> None:
    client = log_in(officer)
    assert (client.answer.status_code, client.answer.url) == (302, "/")  # type: ignore[attr-defined]  # kept there by log_in
    assert is_signed_in(client)


def test_after_five_failures_the_right_password_is_refused_too(officer: User) -> None:
    fail(officer, 5)
    client = log_in(officer)
    assert errors(client) == [LOCKED]
    assert not is_signed_in(client)


def test_after_four_failures_the_right_password_opens_and_the_count_begins_anew(officer: User) -> None:
    fail(officer, 4)
    assert is_signed_in(log_in(officer))
    fail(officer, 4)
    assert is_signed_in(log_in(officer))


def test_five_failures_in_more_than_a_quarter_of_an_hour_lock_nothing(officer: User, clock: Clock) -> None:
    for _ in range(5):
        fail(officer, 1)
        clock.move(minutes=4)
    assert is_signed_in(log_in(officer))


@pytest.mark.parametrize(("minutes", "opens"), [(14, False), (15, True)])
def test_the_lock_ends_a_quarter_of_an_hour_after_the_fifth_failure(
    officer: User, clock: Clock, minutes: int, opens: bool
) -> None:
    fail(officer, 4)
    clock.move(minutes=10)
    fail(officer, 1)
    clock.move(minutes=minutes)
    assert is_signed_in(log_in(officer)) is opens


def test_a_stranger_who_goes_on_trying_does_not_make_the_lock_longer(officer: User, clock: Clock) -> None:
    fail(officer, 5)
    for _ in range(14):
        clock.move(minutes=1)
        fail(officer, 1, REMOTE_ADDR="192.0.2.66")
    clock.move(minutes=1)
    assert is_signed_in(log_in(officer))


def test_a_stranger_does_not_shut_out_a_colleague_from_a_browser_her_account_knows(officer: User, clock: Clock) -> None:
    hers = log_in(officer)
    hers.post("/accounts/logout/")
    for _ in range(3):
        fail(officer, 5, REMOTE_ADDR="192.0.2.66")
        clock.move(minutes=15)
    fail(officer, 5, REMOTE_ADDR="192.0.2.66")
    assert not is_signed_in(log_in(officer))
    assert is_signed_in(log_in(officer, client=hers))


def test_a_known_browser_has_five_tries_as_well(officer: User) -> None:
    hers = log_in(officer)
    hers.post("/accounts/logout/")
    for number in range(5):
        log_in(officer, f"wrong-{number}", client=hers)
    assert errors(log_in(officer, client=hers)) == [LOCKED]


def test_the_cookie_of_a_known_browser_cannot_be_made_up(officer: User) -> None:
    client = Client()
    client.cookies["known"] = "eyJsYW5lIjoiYSIsImFjY291bnRzIjpbXX0:made:up"
    fail(officer, 5)
    assert errors(log_in(officer, client=client)) == [LOCKED]


def test_a_name_that_nobody_has_is_answered_like_one_that_somebody_has(officer: User) -> None:
    answers = {}
    for name in (officer.username, "nobody.here"):
        tries = [log_in(name, f"wrong-{n}", REMOTE_ADDR=f"192.0.2.{len(name)}") for n in range(6)]
        answers[name] = [(t.answer.status_code, errors(t)) for t in tries]  # type: ignore[attr-defined]  # kept there by log_in
    wrong, locked = (200, [WRONG]), (200, [LOCKED])
    assert answers[officer.username] == answers["nobody.here"] == [wrong] * 5 + [locked]


def test_the_password_of_a_name_that_nobody_has_is_hashed_all_the_same(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    make = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw) or make(self, raw))
    log_in("nobody.here", "wrong-one")
    assert hashed == ["wrong-one"]


def test_an_address_has_ten_failures_a_minute(officer: User, clock: Clock) -> None:
    for number in range(10):
        log_in(f"name{number}", "wrong", REMOTE_ADDR="192.0.2.7")
    assert errors(log_in(officer, REMOTE_ADDR="192.0.2.7")) == ["尝试过于频繁，请一分钟后再试。"]
    assert is_signed_in(log_in(officer, REMOTE_ADDR="192.0.2.8"))
    clock.move(seconds=61)
    assert is_signed_in(log_in(officer, REMOTE_ADDR="192.0.2.7"))


def test_all_addresses_of_one_ipv6_site_count_as_one(officer: User) -> None:
    for number in range(10):
        log_in(f"name{number}", "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert errors(log_in(officer, REMOTE_ADDR="2001:db8:1:2:ffff::1")) == ["尝试过于频繁，请一分钟后再试。"]


def test_behind_a_proxy_the_address_it_saw_is_counted_not_the_one_the_visitor_wrote(
    officer: User, settings: Any
) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        log_in(f"name{number}", "wrong", headers={"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.7"})
    blocked = log_in(officer, headers={"X-Forwarded-For": "198.51.100.99, 192.0.2.7"})
    assert errors(blocked) == ["尝试过于频繁，请一分钟后再试。"]
    assert is_signed_in(log_in(officer, headers={"X-Forwarded-For": "192.0.2.7, 192.0.2.8"}))


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_tries_five_get_an_answer_about_the_password(officer: User) -> None:
    start = threading.Barrier(20)
    said: list[bool] = []

    def try_it(number: int) -> None:
        try:
            start.wait()
            page = log_in(officer, f"wrong-{number}", REMOTE_ADDR=f"192.0.2.{number}").answer.content  # type: ignore[attr-defined]  # kept there by log_in
            said.append(WRONG in page.decode())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(said) == {True: 5, False: 15}


def test_a_form_without_a_password_counts_as_nothing(officer: User) -> None:
    for _ in range(6):
        log_in(officer, "")
    assert LoginAttempt.objects.count() == 0


def test_a_failure_stays_counted_when_the_view_breaks(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the view breaks")

    monkeypatch.setattr("allauth.account.views.LoginView.form_invalid", broken)
    client = Client(raise_request_exception=False)
    log_in(officer, "wrong", client=client)
    assert client.answer.status_code == 500  # type: ignore[attr-defined]  # kept there by log_in
    assert LoginAttempt.objects.count() == 1


def test_nothing_that_was_typed_is_kept(officer: User) -> None:
    log_in("Secret-Typed-As-Name-77", "Secret-Typed-As-Password-88")
    kept = [str(value) for row in LoginAttempt.objects.values() for value in row.values()]
    kept += [str(value) for row in LoginEvent.objects.values() for value in row.values()]
    assert [value for value in kept if "secret" in value.lower()] == []


def test_the_log_tells_of_failures_the_lock_and_the_unlocking(officer: User, security_admin: User) -> None:
    fail(officer, 5)
    fail("nobody.here", 1)
    sign_in.unlock(actor=security_admin, obj=officer)
    assert is_signed_in(log_in(officer))
    told = list(LoginEvent.objects.order_by("id").values_list("kind", "user__username", "actor__username", "address"))
    name, address = officer.username, "127.0.0.1"
    assert told == [
        *[(LoginEventKind.FAILED, name, None, address)] * 5,
        (LoginEventKind.LOCKED, name, None, address),
        (LoginEventKind.FAILED, None, None, address),
        (LoginEventKind.UNLOCKED, name, security_admin.username, None),
        (LoginEventKind.SIGNED_IN, name, None, address),
    ]


def test_the_password_is_counted_when_it_is_asked_for_again(officer: User) -> None:
    client = log_in(officer)
    form = {"oldpassword": "wrong", "password1": "x", "password2": "x"}
    for number in range(5):
        page = "/accounts/password/change/" if number % 2 else "/accounts/reauthenticate/"
        client.post(page, {**form, "password": "wrong"})
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.context["form"].errors["password"] == [LOCKED]
