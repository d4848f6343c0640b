"""promises.md E2: who sees identity numbers shows a second factor, and a code works once."""

import json
import threading
import time
from collections import Counter
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from desk.vault.ciphers import SealBroken
from desk.vault.keys import keyring
from tests.county import County
from tests.jianzhi.sign_in.conftest import PASSWORD, SEED, Clock, code, is_signed_in, log_in, with_password, with_phone
from unions.choices import LoginEventKind
from unions.models import LoginEvent, User
from unions.services import sign_in

pytestmark = pytest.mark.django_db
SET_UP, SHOW = "/accounts/2fa/totp/activate/", "/accounts/2fa/reauthenticate/"
WRONG = "验证码不正确或已用过，请等下一个出现后再输入。"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.MFA_REQUIRED = True


def show(client: Client, digits: str) -> Any:
    """Sends the code of the second step of sign-in."""
    return client.post("/accounts/2fa/authenticate/", {"code": digits})


# --- who, and where to ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "needs_one"),
    [
        ("county_officer", True),
        ("town_officer", True),
        ("base_officer", True),
        ("security_admin", True),
        ("system_admin", True),
        ("auditor", True),
        ("county_leader", False),
        ("stranger", False),
    ],
)
def test_a_second_factor_is_asked_of_who_sees_identity_numbers_and_of_the_administrations(
    county: County, person: str, needs_one: bool
) -> None:
    client = log_in(with_password(county[person]))
    assert is_signed_in(client) is not needs_one


@pytest.mark.parametrize(
    "url", ["/", "/accounts/sessions/", "/admin/", "/admin/login/", "/no-such-page/", "/accounts/2fa/"]
)
def test_with_a_password_only_every_page_leads_to_setting_up_the_second_factor(officer: User, url: str) -> None:
    answer = log_in(officer).get(url)
    assert answer.status_code == 302
    assert answer["Location"].partition("?")[0] == SET_UP


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_with_a_password_only_every_method_is_refused(officer: User, method: str) -> None:
    answer = getattr(log_in(officer), method)("/accounts/sessions/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, SET_UP)


def test_a_program_with_a_password_only_is_told_so(officer: User) -> None:
    answer = log_in(officer).get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"detail": "请先完成两步验证。"})


def test_a_session_that_began_before_the_phone_was_set_up_elsewhere_has_to_show_a_code(officer: User) -> None:
    client = log_in(officer)
    with_phone(officer)
    answer = client.get("/accounts/sessions/")
    assert answer["Location"] == f"{SHOW}?next=%2Faccounts%2Fsessions%2F"
    answer = client.post(answer["Location"], {"code": code(), "next": "/accounts/sessions/"})
    assert answer["Location"] == "/accounts/sessions/"
    assert is_signed_in(client)


def test_without_the_requirement_a_password_is_enough(officer: User, settings: Any) -> None:
    settings.MFA_REQUIRED = False
    assert is_signed_in(log_in(officer))


# --- setting up -------------------------------------------------------------------------------------------------------


def test_setting_up_right_after_sign_in_asks_for_no_second_password_and_opens_the_portal(
    officer: User, clock: Clock
) -> None:
    client = log_in(officer)
    page = client.get(SET_UP)
    assert page.status_code == 200
    seed = page.context["form"].secret
    answer = client.post(SET_UP, {"code": format_hotp_value(hotp_value(seed, int(time.time()) // 30))})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert is_signed_in(client)
    assert LoginEvent.objects.filter(kind=LoginEventKind.FACTOR_ADDED, user=officer).count() == 1
    stored = Authenticator.objects.get(user=officer, type=Authenticator.Type.TOTP).data["secret"]
    assert stored != seed
    assert keyring().open(stored, "mfa_authenticator.data") == seed


def test_a_seed_that_waits_for_its_first_code_is_sealed_as_well(officer: User) -> None:
    client = log_in(officer)
    seed = client.get(SET_UP).context["form"].secret
    assert seed not in json.dumps(dict(client.session.items()))
    assert client.post(SET_UP, {"code": "000000"}).context["form"].secret == seed


def test_a_seed_does_not_open_as_anything_else() -> None:
    sealed = keyring().seal(SEED, "mfa_authenticator.data")
    with pytest.raises(SealBroken):
        keyring().open(sealed, "unions_officer.id_number:1")


def test_later_than_five_minutes_after_the_password_it_is_asked_for_again(officer: User, clock: Clock) -> None:
    client = log_in(officer)
    clock.move(minutes=5, seconds=1)
    assert client.get(SET_UP)["Location"].partition("?")[0] == "/accounts/reauthenticate/"


def test_the_recovery_codes_are_stored_sealed_as_well(officer: User) -> None:
    stored = RecoveryCodes.activate(with_phone(officer)).instance.data["seed"]
    assert len(keyring().open(stored, "mfa_authenticator.data")) == 80


def test_who_needs_the_second_factor_cannot_take_it_off(officer: User, settings: Any) -> None:
    client = log_in(with_phone(officer))
    show(client, code())
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=officer).count() == 1
    settings.MFA_REQUIRED = False
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=officer).count() == 0


def test_the_security_administration_takes_it_off_when_the_phone_is_lost(officer: User, security_admin: User) -> None:
    client = log_in(with_phone(officer))
    show(client, code())
    sign_in.reset_factor(actor=security_admin, obj=officer)
    assert not is_signed_in(client)
    assert log_in(officer).get("/")["Location"].partition("?")[0] == SET_UP


# --- codes ------------------------------------------------------------------------------------------------------------


def test_password_and_code_open_the_portal(officer: User) -> None:
    client = log_in(with_phone(officer))
    assert client.answer["Location"] == "/accounts/2fa/authenticate/"  # type: ignore[attr-defined]  # kept there by log_in
    assert not is_signed_in(client)
    assert show(client, code())["Location"] == "/"
    assert is_signed_in(client)


def test_a_code_works_once_even_after_the_cache_was_flushed(officer: User, clock: Clock) -> None:
    digits = (with_phone(officer), code())[1]
    assert show(log_in(officer), digits)["Location"] == "/"
    cache.clear()
    again = log_in(officer)
    assert show(again, digits).context["form"].errors["code"] == [WRONG]
    assert not is_signed_in(again)


def test_an_earlier_code_does_not_work_after_a_later_one(officer: User, clock: Clock) -> None:
    with_phone(officer)
    earlier = code()
    clock.move(seconds=30)
    assert show(log_in(officer), code())["Location"] == "/"
    again = log_in(officer)
    assert show(again, earlier).context["form"].errors["code"] == [WRONG]
    assert not is_signed_in(again)


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(officer: User, clock: Clock, steps: int, opens: bool) -> None:
    client = log_in(with_phone(officer))
    show(client, code(steps))
    assert is_signed_in(client) is opens


def test_a_code_from_setting_up_does_not_sign_in_elsewhere(officer: User, clock: Clock) -> None:
    client = log_in(officer)
    seed = client.get(SET_UP).context["form"].secret
    digits = format_hotp_value(hotp_value(seed, int(time.time()) // 30))
    client.post(SET_UP, {"code": digits})
    elsewhere = log_in(officer)
    show(elsewhere, digits)
    assert not is_signed_in(elsewhere)


def test_five_wrong_codes_lock_the_codes_and_the_right_password_does_not_clear_the_count(officer: User) -> None:
    with_phone(officer)
    for _ in range(5):
        assert show(log_in(officer), "000000").status_code == 200
    client = log_in(officer)
    locked = "登录失败次数过多，已暂停登录。请 15 分钟后再试，或请安全保密管理员解除锁定。"
    assert show(client, code()).context["form"].errors["code"] == [locked]
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(officer: User) -> None:
    spare = RecoveryCodes.activate(with_phone(officer)).generate_codes()[3]
    assert show(log_in(officer), spare)["Location"] == "/"
    again = log_in(officer)
    show(again, spare)
    assert not is_signed_in(again)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_tries_with_one_code_one_succeeds(officer: User) -> None:
    with_phone(officer)
    clients = [log_in(officer, REMOTE_ADDR=f"192.0.2.{n}") for n in range(20)]
    digits, start = code(), threading.Barrier(20)
    outcomes: list[str] = []

    def try_it(client: Client) -> None:
        try:
            start.wait()
            cache.clear()
            outcomes.append("in" if show(client, digits).status_code == 302 else "out")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(outcomes) == {"in": 1, "out": 19}


def test_the_mark_of_a_used_code_lies_in_postgresql(officer: User) -> None:
    assert sign_in.spend_code(user=officer, step=7) is True
    assert sign_in.spend_code(user=officer, step=7) is False
    assert sign_in.spend_code(user=officer, step=6) is False
    assert sign_in.spend_code(user=officer, step=8) is True
    with connection.cursor() as cursor:
        cursor.execute("SELECT step FROM unions_spentcode WHERE user_id = %s", [officer.pk])
        assert cursor.fetchall() == [(8,)]


def test_the_password_alone_is_not_enough_to_change_it(officer: User) -> None:
    client = log_in(with_phone(officer))
    form = {"oldpassword": PASSWORD, "password1": "Plum-Rain-2019-x", "password2": "Plum-Rain-2019-x"}
    assert client.post("/accounts/password/change/", form)["Location"].partition("?")[0] == "/accounts/login/"
