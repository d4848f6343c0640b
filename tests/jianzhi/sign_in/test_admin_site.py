"""The admin site: who enters, by which door, and that its forms keep three administrations in three hands (D10)."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from tests.county import FOUNDED, County
from tests.jianzhi.sign_in.conftest import log_in, with_password, with_phone
from unions.choices import LoginEventKind, Role
from unions.models import Appointment, LoginEvent, UnionOrg, User
from unions.services import appointments, sign_in

pytestmark = pytest.mark.django_db
APART = "三员分立：系统管理、安全保密管理、安全审计与业务角色不能由同一账号兼任。"
ADMINISTRATIONS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
BUSINESS = (Role.COUNTY_OFFICER, Role.COUNTY_LEADER)
PAIRS = [
    (held, asked)
    for held, asked in product((*ADMINISTRATIONS, *BUSINESS), repeat=2)
    if held != asked and (held in ADMINISTRATIONS or asked in ADMINISTRATIONS)
]


@pytest.fixture
def admin(security_admin: User) -> Client:
    """The security administration at the admin site."""
    return log_in(with_password(security_admin))


def errors(answer: Any) -> list[str]:
    """What the form of the page said, all of it."""
    form = answer.context["adminform"].form
    return [text for texts in form.errors.values() for text in texts]


# --- the door ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("system_admin", 200),
        ("security_admin", 200),
        ("auditor", 403),
        ("county_officer", 403),
        ("county_leader", 403),
        ("town_officer", 403),
        ("base_officer", 403),
        ("stranger", 403),
    ],
)
@pytest.mark.parametrize("url", ["/admin/", "/admin/no-such-app/"])
def test_the_site_opens_to_two_administrations_only(county: County, person: str, status: int, url: str) -> None:
    expected = {"/admin/": status, "/admin/no-such-app/": 404 if status == 200 else 403}[url]
    assert log_in(with_password(county[person])).get(url).status_code == expected


@pytest.mark.parametrize(
    ("url", "back_to"),
    [
        ("/admin/", "/admin/"),
        ("/admin/login/", "/admin/"),
        ("/admin/unions/user/", "/admin/unions/user/"),
        ("/admin/login/?next=https://elsewhere.example/", "/admin/"),
    ],
)
def test_a_visitor_is_sent_to_the_portals_own_sign_in(client: Client, url: str, back_to: str) -> None:
    answer = client.get(url, follow=True)
    assert answer.redirect_chain[-1] == (f"/accounts/login/?next={back_to}", 302)


def test_the_sites_own_sign_in_takes_no_password(officer: User, security_admin: User) -> None:
    with_password(security_admin)
    client = Client()
    client.post("/admin/login/", {"username": security_admin.username, "password": "Tea-Harvest-1962"})
    assert client.get("/admin/").status_code == 302


def test_with_a_password_only_the_site_stays_shut(security_admin: User, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    client = log_in(with_password(with_phone(security_admin)))
    assert client.get("/admin/", follow=True).redirect_chain[-1] == ("/accounts/2fa/authenticate/", 302)


def test_signing_out_and_passwords_are_the_portals(admin: Client) -> None:
    assert admin.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    assert admin.post("/admin/logout/")["Location"] == "/accounts/logout/"


def test_the_system_administration_sees_no_accounts(system_admin: User) -> None:
    client = log_in(with_password(system_admin))
    assert client.get("/admin/unions/user/").status_code == 403
    assert client.get("/admin/unions/appointment/add/").status_code == 403


# --- accounts ---------------------------------------------------------------------------------------------------------

NEWCOMER = {
    "username": "chen.hua", "full_name": "陈华", "phone": "13900000009", "email": "", "first_password": "Plum-Rain-2019-x",
}  # fmt: skip


def test_an_account_is_made_with_a_password_that_has_to_change(admin: Client) -> None:
    answer = admin.post("/admin/unions/user/add/", NEWCOMER)
    assert answer.status_code == 302
    user = User.objects.get(username="chen.hua")
    assert (user.full_name, user.must_change_password, user.check_password("Plum-Rain-2019-x")) == ("陈华", True, True)


def test_a_name_that_is_taken_and_a_weak_password_are_refused_in_chinese(admin: Client, officer: User) -> None:
    taken = admin.post("/admin/unions/user/add/", {**NEWCOMER, "username": officer.username})
    assert errors(taken) == ["这个登录名已被使用。"]
    weak = admin.post("/admin/unions/user/add/", {**NEWCOMER, "first_password": "Plum-rain"})
    assert errors(weak) == ["密码至少 12 位。现为 9 位。"]
    assert User.objects.filter(username="chen.hua").count() == 0


def change(user: User, **fields: Any) -> dict[str, Any]:
    form = {"full_name": user.full_name, "phone": "", "email": "", "is_active": "on", "first_password": ""}
    return {**form, "read_version": user.version, **fields}


def test_an_account_is_renamed_disabled_and_given_a_password_in_one_form(admin: Client, officer: User) -> None:
    url = f"/admin/unions/user/{officer.pk}/change/"
    fields = {"full_name": "方敏敏", "first_password": "Plum-Rain-2019-x"}
    form = change(officer, **fields)
    del form["is_active"]
    assert admin.post(url, form).status_code == 302
    officer.refresh_from_db()
    assert (officer.full_name, officer.is_active, officer.must_change_password) == ("方敏敏", False, True)
    assert officer.check_password("Plum-Rain-2019-x")


def test_an_edit_of_a_row_that_somebody_else_saved_is_refused(admin: Client, officer: User) -> None:
    url = f"/admin/unions/user/{officer.pk}/change/"
    form = change(officer, full_name="方敏敏")
    User.objects.filter(pk=officer.pk).update(version=officer.version + 1)
    assert errors(admin.post(url, form)) == ["这条记录刚被他人修改过，您的修改没有保存。请刷新页面，核对后重新填写。"]
    officer.refresh_from_db()
    assert officer.full_name == "方敏"


def test_nobody_disables_the_own_account(admin: Client, security_admin: User) -> None:
    form = change(security_admin)
    del form["is_active"]
    answer = admin.post(f"/admin/unions/user/{security_admin.pk}/change/", form)
    assert errors(answer) == ["不能对自己的账号进行此操作，请由另一位安全保密管理员办理。"]


@pytest.mark.parametrize(
    ("action", "kind", "done"),
    [
        ("unlock", LoginEventKind.UNLOCKED, "已解除锁定"),
        ("reset_factor", LoginEventKind.FACTOR_RESET, "已重置两步验证"),
    ],
)
def test_the_actions_do_what_they_say_and_are_logged(
    admin: Client, officer: User, action: str, kind: str, done: str
) -> None:
    form = {"action": action, "_selected_action": [officer.pk]}
    answer = admin.post("/admin/unions/user/", form, follow=True)
    assert [str(m) for m in answer.context["messages"]] == [f"{officer}：{done}。"]
    assert LoginEvent.objects.filter(kind=kind, user=officer, actor__username="security_admin").count() == 1


def test_nothing_is_deleted(admin: Client, officer: User) -> None:
    assert admin.post(f"/admin/unions/user/{officer.pk}/delete/", {"post": "yes"}).status_code == 403
    answer = admin.get("/admin/unions/user/")
    assert [name for name, _ in answer.context["action_form"].fields["action"].choices if name] == [
        "unlock",
        "reset_factor",
        "end_sessions",
    ]


def test_an_appointment_is_ended_and_its_session_too(admin: Client, officer: User) -> None:
    theirs = log_in(officer)
    appointment = officer.appointments.get()
    url = f"/admin/unions/appointment/{appointment.pk}/change/"
    assert admin.get(url).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    assert admin.post(url, {"until": yesterday.isoformat(), "read_version": appointment.version}).status_code == 302
    appointment.refresh_from_db()
    assert appointment.last_day == yesterday
    assert theirs.get("/unions/").status_code == 302


# --- 三员分立: all pairs, all ways in -----------------------------------------------------------------------------------


@pytest.fixture
def person(county: County) -> User:
    """Somebody without an appointment."""
    return county["stranger"]


@pytest.mark.parametrize(("held", "asked"), PAIRS)
def test_the_admin_form_keeps_duties_apart(admin: Client, county: County, person: User, held: str, asked: str) -> None:
    Appointment.objects.create(user=person, union=county.federation, role=held, held=span(FOUNDED))
    form = {
        "user": person.pk,
        "union": county.federation.pk,
        "role": asked,
        "since": "2014-01-01",
        "until": "",
        "doc_no": "",
    }
    answer = admin.post("/admin/unions/appointment/add/", form)
    assert errors(answer) == [APART]
    assert person.appointments.count() == 1


@pytest.mark.parametrize(("held", "asked"), PAIRS)
def test_the_service_keeps_duties_apart(
    county: County, person: User, security_admin: User, held: str, asked: str
) -> None:
    Appointment.objects.create(user=person, union=county.federation, role=held, held=span(FOUNDED))
    with acting_as(security_admin), pytest.raises(ValidationError) as refusal:
        appointments.appoint(
            actor=security_admin, user=person, union=county.federation, role=asked, since=timezone.localdate()
        )
    assert refusal.value.messages == [APART]


def insert(second: Appointment) -> None:
    second.save()


def insert_many(second: Appointment) -> None:
    Appointment.objects.bulk_create([second])


def update(second: Appointment) -> None:
    asked, second.role = second.role, second.user.appointments.get().role
    second.save()
    Appointment.objects.filter(pk=second.pk).update(role=asked)


@pytest.mark.parametrize(("held", "asked"), PAIRS)
@pytest.mark.parametrize("way", [insert, insert_many, update])
def test_the_database_keeps_duties_apart(
    county: County, person: User, way: Callable[[Appointment], None], held: str, asked: str
) -> None:
    Appointment.objects.create(user=person, union=county.federation, role=held, held=span(FOUNDED))
    second = Appointment(user=person, union=county.xinanjiang, role=asked, held=span(FOUNDED))
    with pytest.raises(IntegrityError, match="appointment_duties_apart"), transaction.atomic():
        way(second)


@pytest.mark.parametrize("held", [*BUSINESS, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_the_command_keeps_duties_apart(
    county: County, person: User, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    Appointment.objects.filter(role=Role.SECURITY_ADMIN).update(held=span(FOUNDED, FOUNDED))
    Appointment.objects.create(user=person, union=county.federation, role=held, held=span(FOUNDED))
    type_password(monkeypatch, "Plum-Rain-2019-x")
    with pytest.raises(CommandError, match=APART):
        call_command("create_security_admin", person.username, "过客")


def test_duties_one_after_the_other_are_allowed(county: County, person: User) -> None:
    last = FOUNDED + timedelta(days=30)
    Appointment.objects.create(user=person, union=county.federation, role=Role.AUDITOR, held=span(FOUNDED, last))
    Appointment.objects.create(
        user=person, union=county.federation, role=Role.SYSTEM_ADMIN, held=span(last + timedelta(days=1))
    )
    assert person.duties == {1}


# --- the first start --------------------------------------------------------------------------------------------------


def type_password(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    """What the terminal gives to the command."""

    class Terminal:
        def isatty(self) -> bool:
            return False

        def readline(self) -> str:
            return f"{password}\n"

    monkeypatch.setattr("sys.stdin", Terminal())


def test_the_command_makes_federation_and_account_on_an_empty_database(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_password(monkeypatch, "Plum-Rain-2019-x")
    call_command("create_security_admin", "shao.lei", "邵磊", "--founded-on", "1951-05-01")
    assert capsys.readouterr().out == "已任命 邵磊（shao.lei）为建德市总工会安全保密管理员。请登录后办理其他账号。\n"
    with everything("the test"):
        assert UnionOrg.objects.get().name == "建德市总工会"
    client = log_in("shao.lei", "Plum-Rain-2019-x")
    assert client.get("/admin/unions/user/").status_code == 200


def test_the_command_makes_no_second_one(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    type_password(monkeypatch, "Plum-Rain-2019-x")
    with pytest.raises(CommandError, match="已有在任的安全保密管理员"):
        call_command("create_security_admin", "shao.lei", "邵磊")
    assert User.objects.filter(username="shao.lei").count() == 0


def test_the_command_keeps_the_rules_for_passwords(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    type_password(monkeypatch, "gonghui")
    with pytest.raises(CommandError, match="密码至少 12 位"):
        call_command("create_security_admin", "shao.lei", "邵磊")
    assert User.objects.count() == 0
    assert sign_in.is_locked(User(username="shao.lei")) is False
