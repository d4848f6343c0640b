"""promises.md E3, E4, D9: when a session gets a new key, and when it ends."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import acting_as
from tests.county import FOUNDED, County
from tests.jianzhi.sign_in.conftest import PASSWORD, Clock, is_signed_in, log_in, with_password
from unions.choices import LoginEventKind, Role
from unions.models import Appointment, LoginEvent, User
from unions.services import appointments, sign_in

pytestmark = pytest.mark.django_db
NEW = "Plum-Rain-2019-x"


def key(client: Client) -> str:
    return client.cookies["session"].value


def with_key(session_key: str) -> Client:
    """A client that was given somebody's session key."""
    client = Client()
    client.cookies["session"] = session_key
    return client


def change_password(client: Client, old: str = PASSWORD, new: str = NEW) -> Any:
    return client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})


def test_who_is_sent_to_sign_in_is_told_what_became_of_the_page(county: County, client: Client) -> None:
    form = "/members/new/"
    sent = client.post(form, {"name": "没有保存"}, headers={"referer": f"http://testserver{form}"}, follow=True)
    assert "登录后回到刚才的页面；没有保存的内容留有草稿" in sent.content.decode()
    assert "登录后回到刚才的页面" not in client.get("/accounts/login/").content.decode()


# --- E3 ---------------------------------------------------------------------------------------------------------------


def test_signing_in_gives_a_new_key_and_the_one_before_is_dead(officer: User) -> None:
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    log_in(officer, client=client)
    assert key(client) != before
    assert not Session.objects.filter(session_key=before).exists()


def test_giving_the_password_again_gives_a_new_key_and_the_old_one_is_dead(officer: User) -> None:
    client = log_in(officer)
    before = key(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert key(client) != before
    assert is_signed_in(client)
    assert not is_signed_in(with_key(before))
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [key(client)]


def test_a_further_appointment_gives_a_new_key_and_the_old_one_is_dead(officer: User, county: County) -> None:
    client = log_in(officer)
    before = key(client)
    Appointment.objects.create(user=officer, union=county.xinanjiang, role=Role.TOWN_OFFICER, held=span(FOUNDED))
    assert is_signed_in(client)
    assert key(client) != before
    assert not is_signed_in(with_key(before))


def test_changing_the_password_ends_all_other_sessions_and_gives_this_one_a_new_key(officer: User) -> None:
    client, other = log_in(officer), log_in(officer)
    before = key(client)
    assert change_password(client).status_code == 302
    assert list(Session.objects.values_list("session_key", flat=True)) == [key(client)]
    assert key(client) != before
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert not is_signed_in(with_key(before))


def test_a_password_given_by_the_security_administration_ends_all_sessions(officer: User, security_admin: User) -> None:
    client, other = log_in(officer), log_in(officer)
    sign_in.reset_password(actor=security_admin, obj=officer, password=NEW)
    assert Session.objects.count() == 0
    assert (is_signed_in(client), is_signed_in(other)) == (False, False)


def test_disabling_an_account_ends_all_its_sessions(officer: User, security_admin: User) -> None:
    client, other = log_in(officer), log_in(officer)
    appointments.disable_account(actor=security_admin, obj=officer)
    assert Session.objects.count() == 0
    assert (is_signed_in(client), is_signed_in(other)) == (False, False)
    assert log_in(officer).answer.url == "/accounts/inactive/"  # type: ignore[attr-defined]  # kept there by log_in


def test_a_person_ends_the_other_sessions_from_the_list(officer: User) -> None:
    client, other = log_in(officer), log_in(officer)
    assert client.get("/accounts/sessions/").context["session_count"] == 2
    client.post("/accounts/sessions/")
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)
    assert LoginEvent.objects.filter(kind=LoginEventKind.SESSIONS_ENDED, user=officer).count() == 1


def test_signing_out_ends_the_session_and_is_logged(officer: User) -> None:
    client = log_in(officer)
    before = key(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(with_key(before))
    assert LoginEvent.objects.order_by("-id").values_list("kind", "user__username").first() == (
        LoginEventKind.SIGNED_OUT,
        officer.username,
    )


def test_signing_out_takes_a_form_not_a_link(officer: User) -> None:
    client = log_in(officer)
    client.get("/accounts/logout/")
    assert is_signed_in(client)


# --- E4 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("idle", "goes_on"), [(29 * 60, True), (31 * 60, False)])
def test_a_session_without_a_request_ends_after_half_an_hour(
    officer: User, clock: Clock, idle: int, goes_on: bool
) -> None:
    client = log_in(officer)
    clock.move(minutes=7)
    assert is_signed_in(client)
    clock.move(seconds=idle)
    assert is_signed_in(client) is goes_on


@pytest.mark.parametrize(("last", "goes_on"), [(-60, True), (60, False)])
def test_a_session_in_use_ends_after_twelve_hours(officer: User, clock: Clock, last: int, goes_on: bool) -> None:
    client = log_in(officer)
    for _ in range(35):
        clock.move(minutes=20)
        assert is_signed_in(client)
    clock.move(minutes=20, seconds=last)
    assert is_signed_in(client) is goes_on


def test_a_page_that_asks_by_itself_does_not_keep_a_session_awake(officer: User, clock: Clock) -> None:
    client = log_in(officer)
    for _ in range(4):
        clock.move(minutes=8)
        client.get("/accounts/sessions/", headers={"X-Background": "1"})
    assert not is_signed_in(client)


def test_the_session_is_written_once_a_minute_at_most(officer: User, clock: Clock) -> None:
    client = log_in(officer)
    is_signed_in(client)
    seen = client.session["seen_at"]
    clock.move(seconds=50)
    is_signed_in(client)
    assert client.session["seen_at"] == seen
    clock.move(seconds=11)
    is_signed_in(client)
    assert client.session["seen_at"] == seen + 61


def test_who_was_idle_is_told_so_and_comes_back_to_the_page(officer: User, clock: Clock) -> None:
    client = log_in(officer)
    clock.move(minutes=31)
    answer = client.get("/accounts/sessions/?from=list", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/accounts/sessions/%3Ffrom%3Dlist", 302)]
    assert [str(m) for m in answer.context["messages"]] == [
        "长时间没有操作，已自动退出。请重新登录；没有提交的表单草稿仍保存在这台电脑上。"
    ]


def test_htmx_is_sent_to_the_sign_in_page_with_the_page_not_the_fragment_as_next(officer: User, clock: Clock) -> None:
    client = log_in(officer)
    clock.move(minutes=31)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/employers/?q=bs"}
    answer = client.get("/accounts/sessions/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (403, "/accounts/login/?next=%2Femployers%2F%3Fq%3Dbs")


def test_a_form_sent_too_late_leads_back_to_its_page(officer: User, clock: Clock) -> None:
    client = log_in(officer)
    clock.move(minutes=31)
    answer = client.post("/accounts/sessions/", headers={"Referer": "http://testserver/unions/3/edit/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2Funions%2F3%2Fedit%2F")


def test_the_page_to_come_back_to_is_never_on_another_host(officer: User, clock: Clock) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/x"}
    assert Client().get("/accounts/sessions/", headers=headers)["HX-Redirect"] == "/accounts/login/"
    answer = log_in(officer, client=(client := Client())).answer  # type: ignore[attr-defined]  # kept there by log_in
    assert answer["Location"] == "/"
    client.post("/accounts/logout/")
    form = {"login": officer.username, "password": PASSWORD, "next": "https://elsewhere.example/x"}
    assert client.post("/accounts/login/", form)["Location"] == "/"


# --- D9 ---------------------------------------------------------------------------------------------------------------


def test_the_request_after_an_appointment_ended_is_refused_and_the_session_over(
    officer: User, security_admin: User
) -> None:
    client = log_in(officer)
    before = key(client)
    yesterday = timezone.localdate() - timedelta(days=1)
    with acting_as(security_admin):
        appointments.end_appointment(actor=security_admin, obj=officer.appointments.get(), day=yesterday)
    answer = client.get("/accounts/sessions/", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/accounts/sessions/", 302)]
    assert [str(m) for m in answer.context["messages"]] == ["您的任职有变动，请重新登录。"]
    assert not is_signed_in(with_key(before))


def test_an_appointment_that_runs_out_at_midnight_ends_the_session(officer: User, clock: Clock) -> None:
    midnight = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time()))
    officer.appointments.update(held=span(FOUNDED, timezone.localdate()))
    clock.now = midnight - timedelta(minutes=5)
    client = log_in(officer)
    assert is_signed_in(client)
    clock.now = midnight + timedelta(seconds=1)
    assert not is_signed_in(client)


def test_disabling_one_account_leaves_the_sessions_of_others_alone(
    officer: User, town_officer: User, security_admin: User
) -> None:
    theirs = log_in(with_password(town_officer))
    log_in(officer)
    appointments.disable_account(actor=security_admin, obj=officer)
    assert is_signed_in(theirs)
