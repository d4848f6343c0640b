"""Two people, one record, every form that changes one: nothing is saved over what was not seen, nothing typed is lost.

promises.md C1. The forms are those of every register there is, and of every other address that names a record.
"""

import dataclasses
import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import get_resolver
from psycopg import sql

from desk.registers.parts import Action, no_reason
from desk.registers.register import Register, all_registers
from desk.vault import scope
from tests.access.filled import filled
from tests.access.outcomes import OF_A_RECORD, _patterns
from tests.county import CAST, County
from unions.models import ShellRule, User

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
REGISTERS = [register for register in all_registers() if not register.__module__.startswith("tests.")]
EDITABLE = [register for register in REGISTERS if register.change is not None and register.form is not None]
ACTIONS = [(register, action) for register in REGISTERS for action in register.actions]

# What the first person saves and the second types in the same field; and what the second types in another.
EDITS: dict[str, tuple[tuple[str, str, str], tuple[str, str]]] = {
    "unions": (("short_name", "白沙化工", "白沙工会"), ("approval_doc_no", "新总工〔2014〕7号")),
    "employers": (("headcount", "400", "500"), ("contact", "方敏")),
    "officers": (("employment", "full_time", "contracted"), ("post", "finance")),
    "registrations": (("address", "新安江街道白沙路1号", "新安江街道白沙路2号"), ("note", "更正地址")),
    "accounts": (("full_name", "徐芳芳", "徐方"), ("email", "xu@example.org")),
    "members": (("position", "分析工", "操作工"), ("union_group", "第二小组")),
    "announcements": (("title", "名单公示", "表彰名单公示"), ("body", "请向工会反映意见。")),
    "entered": (("note", "按人次统计", "按场次统计"), ("basis", "2014 年工作总结第 3 段")),
    "campaigns": (("title", "献一计", "再献一计"), ("intro", "征集一线的小改小革。")),
}
# Answers a form takes that are not to be guessed from the kind of its field.
ANSWERS = {
    ("registrations", "issue", "uscc"): "81330182MC12345672",
    ("registrations", "issue", "valid_until"): "2019-06-01",
    ("members", "transfer", "to_union"): "建德市新安江纺织有限公司工会",
    ("accounts", "password", "password"): "Qiantang-Plum-2015",
    ("accounts", "appoint", "role"): "base_officer",
    ("proposals", "golden", "golden_year"): "2014",
}


def record(county: County, register: type[Register]) -> Any:
    """The example of the register in tests/county.py."""
    if register.slug not in county.records:
        pytest.fail(f"tests/county.py has no record of the register {register.slug!r}")
    return county.record(register.slug)


def two_who_may(county: County, register: type[Register], may: Callable[[User], bool]) -> tuple[User, User]:
    """Two of the cast who see the record and may do it; one person at two desks, where there is only one."""
    obj, found = record(county, register), []
    for name in CAST:
        with scope.acting_as(county[name]):
            if register.rows(county[name]).filter(pk=obj.pk).exists() and may(county[name]):
                found.append(county[name])
    assert found, f"nobody of the cast may do this in {register.slug}"
    return found[0], found[-1]


def stored(obj: Any) -> dict[str, Any]:
    """The row as it lies in the database."""
    table = sql.Identifier(obj._meta.db_table)
    with scope.everything("tests"), connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE id = %s").format(table).as_string(), [obj.pk])
        row: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return row


def post(client: Client, url: str, typed: dict[str, Any]) -> Any:
    return client.post(url, {**typed, "once": str(random.random())})  # a key for a test


# --- the edit pages ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("register", EDITABLE, ids=lambda register: register.slug)
def test_the_second_of_two_sees_both_versions_and_loses_nothing(
    register: type[Register], county: County, sign_in: SignIn
) -> None:
    if register.slug not in EDITS:
        pytest.fail(f"EDITS has no example of an edit in the register {register.slug!r}")
    (field, saved, typed), (other, also_typed) = EDITS[register.slug]
    people = two_who_may(
        county, register, lambda user: user.has_perm(register.right("change"), county.record(register.slug))
    )
    first, second = map(sign_in, people)
    url = register.url("edit", record(county, register).pk)
    begun = filled(second.get(url))

    done = post(first, url, {**filled(first.get(url)), field: saved})
    late = post(second, url, {**begun, field: typed, other: also_typed})

    assert (done.status_code, late.status_code) == (302, 200), late.content.decode()
    page, kept, now = late.content.decode(), filled(late), stored(record(county, register))
    assert "这条记录已由他人修改并保存" in page
    assert re.search(r'<tr class="changed">', page)
    assert (kept[field], kept[other]) == (typed, also_typed)
    assert {
        name: kept[name] for name in begun if name not in {field, other, "version", "once", "csrfmiddlewaretoken"}
    } == {name: begun[name] for name in begun if name not in {field, other, "version", "once", "csrfmiddlewaretoken"}}
    assert int(kept["version"]) == int(begun["version"]) + 1 == now["version"]
    assert (str(now[field]), str(now[other] or "")) == (saved, begun.get(other, ""))


# --- the actions ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("register", "action"), ACTIONS, ids=lambda each: each.slug)
def test_an_action_on_a_record_that_was_saved_meanwhile_waits_for_another_look(
    register: type[Register], action: Action, county: County, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    obj = record(county, register)
    # Of what it needs first, other tests tell.
    open_to_all = dataclasses.replace(action, when=lambda obj: True, why_not=no_reason)
    monkeypatch.setattr(register, "actions", (open_to_all,))
    _, person = two_who_may(county, register, lambda user: action.is_granted_to(user, obj))
    client, url = sign_in(person), register.url("action", obj.pk, action.slug)
    shown = client.get(url)
    typed = {**filled(shown), **answers(register, action, shown.context["form"])}
    with scope.everything("tests"):
        type(obj)._base_manager.filter(pk=obj.pk).update(version=F("version") + 1)
    before = stored(obj)

    late = post(client, url, typed)

    assert late.status_code == 200
    assert "这条记录刚由他人修改过" in late.content.decode(), late.context["form"].errors
    kept = filled(late)
    assert kept["version"] == str(before["version"]) == str(int(typed["version"]) + 1)
    # A password is never written into a page, and no page can hold a file.
    fields = shown.context["form"].fields
    gone = {name for name, field in fields.items() if isinstance(field.widget, forms.PasswordInput | forms.FileInput)}
    for name in fields.keys() - gone:
        assert kept.get(name) == typed.get(name), name
    assert stored(obj) == before


def answers(register: type[Register], action: Action, form: Any) -> dict[str, Any]:
    """Something for every field of the form."""
    return {name: ANSWERS.get((register.slug, action.slug, name)) or answer(form.fields[name]) for name in form.fields}


def answer(field: forms.Field) -> Any:
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n")
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.ModelChoiceField):
        with scope.everything("tests"):
            return str(field.queryset.order_by("-pk")[0].pk)
    if isinstance(field, forms.ChoiceField):
        return str(next(value for value, _ in field.choices if value))
    if isinstance(field, forms.DateField):
        return "2014-06-01"
    return "1" if isinstance(field, forms.IntegerField) else "第二个人填写的内容"


# --- forms that belong to no register ---------------------------------------------------------------------------------
# Every other address that names a record: which of them change it, and why the rest need no version.
CHANGES = {
    "shells:rule",
    "admin:unions_user_change",
    "admin:unions_appointment_change",
    # Tried in tests/jianzhi/year_end/views.
    "year_end:change",
    "year_end:close",
    "year_end:restore_text",
    "year_end:targets",
    "year_end:text",
    "year_end:correct",
    "year_end:entry",
    "year_end:photo",
}
NO_EDIT = {
    "admin:view_on_site": "a redirect",
    "api:definitions": "reads",
    "api:figures": "reads",
    "api:matrix": "reads",
    "bulletin:detail": "shows",
    "statistics_data": "hands out a file",
    "statistics_report": "hands out a file",
    "statistics_period": "shows",
    "year_end:figure": "shows",
    "year_end:figures": "shows",
    "admin:app_list": "a list",
    "admin:unions_user_history": "shows",
    "admin:unions_appointment_history": "shows",
    "admin:unions_user_delete": "nothing is deleted there",
    "admin:unions_appointment_delete": "nothing is deleted there",
    "jobs:detail": "shows",
    "jobs:cancel": "asks to stop; asked twice it is the same",
    "jobs:retry": "starts a failed job again, under the lock of its row",
    "jobs:file": "hands out a file",
    "cases:file": "hands out a file",
    "notices:open": "notes that it was read; noted twice it is the same",
    "notices:resend": "puts one that was given up into the outbox again, under the lock of its row",
    "approvals:detail": "decides once: who comes second is told that it is decided",
    "vault:reveal": "shows",
    "vault:masked": "shows",
    "unions:branch": "shows",
    "members:card": "a paper",
    "transfers:letter": "a paper",
    "proposals:certificate": "a paper",
    "ideas:detail": "a public page, only read",
    "join:form": "makes a new record",
    "year_end:returns": "shows",
    "year_end:sign": "signs once: who comes second is told",
    "year_end:publish": "puts a job into the queue",
    "year_end:preview": "shows",
    "year_end:try_text": "shows how a text will read",
    "year_end:texts": "shows",
    "year_end:photos": "adds a photo",
    "year_end:build": "starts a job, once under its key",
    "year_end:period": "shows",
}
# Of a register, beside the two above: shown, or their own (saved views), or guarded by a state of their own (imports).
OF_A_REGISTER = OF_A_RECORD | {
    "view",
    "import",
    *(f"import_{act}" for act in ("confirm", "apply", "undo", "discard", "annotated")),
}


def test_every_address_that_names_a_record_is_accounted_for() -> None:
    slugs = {register.slug for register in REGISTERS}
    found = {
        name
        for name, pattern in _patterns(get_resolver())
        if re.search(r"<|\(\?P", str(pattern.pattern))
        and not (name.partition(":")[0] in slugs and name.partition(":")[2] in OF_A_REGISTER)
    }
    assert found == CHANGES | NO_EDIT.keys()


def test_the_second_of_two_who_set_a_rule_sees_what_the_first_has_set(county: County, sign_in: SignIn) -> None:
    client, rule = sign_in(county["county_officer"]), ShellRule.objects.order_by("code")[0]
    url, field = f"/shells/rules/{rule.pk}/", f"{rule.pk}-threshold"
    begun = {f"{rule.pk}-kind": rule.kind, "version": str(rule.version)}

    client.post(url, {**begun, field: "9", f"{rule.pk}-is_on": "on"})
    late = client.post(url, {**begun, field: "37"})

    rule.refresh_from_db()
    page = late.content.decode()
    assert (rule.threshold, rule.is_on, late.status_code) == (9, True, 200)
    assert f"他人刚保存的设置：{rule.get_kind_display()} · 9" in page
    assert re.search(rf'name="{field}" value="37"', page)
    form = page.partition(f'action="{url}"')[2]
    assert re.search(r'name="version" value="(\d+)"', form)[1] == str(rule.version)  # type: ignore[index]  # fails without


def test_a_rule_that_comes_back_with_an_error_keeps_the_version_it_began_with(county: County, sign_in: SignIn) -> None:
    client, rule = sign_in(county["county_officer"]), ShellRule.objects.order_by("code")[0]
    url, field = f"/shells/rules/{rule.pk}/", f"{rule.pk}-threshold"
    begun = {f"{rule.pk}-kind": rule.kind, "version": str(rule.version)}

    client.post(url, {**begun, field: "9"})
    wrong = client.post(url, {**begun, field: "许多"}).content.decode()

    assert re.search(rf'name="{field}" value="许多"', wrong)
    assert re.search(r'name="version" value="(\d+)"', wrong.partition(f'action="{url}"')[2])[1] == begun["version"]  # type: ignore[index]  # fails without


def test_the_second_of_two_in_the_admin_site_is_told_and_keeps_what_was_typed(county: County, sign_in: SignIn) -> None:
    client, account = sign_in(county["security_admin"]), county["base_officer"]
    account.refresh_from_db()
    url = f"/admin/unions/user/{account.pk}/change/"
    begun = {
        "full_name": account.full_name,
        "phone": "",
        "email": "",
        "is_active": "on",
        "read_version": account.version,
    }

    client.post(url, {**begun, "full_name": "徐芳芳"})
    late = client.post(url, {**begun, "full_name": "徐方"}).content.decode()

    account.refresh_from_db()
    assert account.full_name == "徐芳芳"
    assert "刚被他人修改过" in late
    assert 'name="full_name" value="徐方"' in late


def test_the_second_of_two_who_end_an_appointment_is_told(county: County, sign_in: SignIn) -> None:
    client, appointment = sign_in(county["security_admin"]), county["base_officer"].appointments.get()
    url = f"/admin/unions/appointment/{appointment.pk}/change/"
    begun = {"read_version": appointment.version}

    client.post(url, {**begun, "until": "2014-12-31"})
    late = client.post(url, {**begun, "until": "2014-06-30"}).content.decode()

    appointment.refresh_from_db()
    assert str(appointment.last_day) == "2014-12-31"
    assert "刚被他人修改过" in late
    assert 'name="until" value="2014-06-30"' in late
