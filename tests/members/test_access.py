"""What the roles may do with members."""

import pytest

from desk.vault.scope import acting_as, everything
from tests.county import County, add_person
from unions import access
from unions.choices import Role

VERBS = {
    "read": ("members.view_member", "members.export_member", "members.print_member", "members.view_transfer"),
    "keep": (
        "members.add_member",
        "members.change_member",
        "members.import_member",
        "members.end_member",
        "members.merge_member",
        "members.add_transfer",
        "members.decide_transfer",
        "members.decide_membershipapplication",
        "members.decide_duplicatehint",
    ),
    "identity": ("members.reveal_member", "members.reveal_membershipapplication"),
}


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("county_officer", ["read", "keep", "identity"]),
        ("county_leader", ["read"]),
        ("town_officer", ["read", "keep", "identity"]),
        ("base_officer", ["read", "keep", "identity"]),
        ("other_base_officer", []),
        ("auditor", []),
        ("security_admin", []),
        ("system_admin", []),
        ("stranger", []),
    ],
)
def test_what_each_may_do_with_a_member_of_the_plant(county: County, who: str, kinds: list[str]) -> None:
    person = county[who]
    with acting_as(person):
        assert [
            kind for kind, rights in VERBS.items() if all(person.has_perm(r, county.member) for r in rights)
        ] == kinds
        assert [
            kind for kind, rights in VERBS.items() if any(person.has_perm(r, county.member) for r in rights)
        ] == kinds


def test_a_transfer_is_read_from_both_sides_and_answered_from_one(county: County) -> None:
    transfer = county.record("transfers")  # asked by the plant, to be answered by the mill
    with everything("test"):  # the cast has nobody at the mill
        at_the_mill = add_person("mill_officer", Role.BASE_OFFICER, county.mill, "纺工")
    answers = {}
    for name, person in {"plant": county["base_officer"], "mill": at_the_mill}.items():
        with acting_as(person):
            row = type(transfer).objects.get(pk=transfer.pk)
            answers[name] = [
                person.has_perm("members.view_transfer", row),
                person.has_perm("members.decide_transfer", row.awaited),
                person.has_perm("members.add_transfer", row.asking),
            ]
    assert answers == {"plant": [True, False, True], "mill": [True, True, False]}


def test_a_higher_floor_adds_rights_to_a_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "RIGHTS", {Role.AUDITOR: frozenset({"vault.view_history"})})
    monkeypatch.setattr(access, "SEES_IDENTITY", set())
    given = frozenset({"aid.view_case", "aid.reveal_case"})
    access.grant(Role.AUDITOR, given, sees_identity=frozenset({"aid.reveal_case", "aid.reveal_payment"}))
    assert {Role.AUDITOR: frozenset({"vault.view_history", "aid.view_case", "aid.reveal_case"})} == access.RIGHTS
    assert {"aid.reveal_case"} == access.SEES_IDENTITY


def test_who_sees_the_numbers_of_members_sees_identity(county: County) -> None:
    assert [name for name in ("base_officer", "county_leader", "auditor") if access.sees_identity(county[name])] == [
        "base_officer"
    ]
