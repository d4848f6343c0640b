"""A person becomes a member, and the file is kept up to date."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.versions import claim
from desk.vault.scope import everything
from members.choices import Began, MemberState
from members.models import Member
from members.services import holding
from members.services.checks import check_employer, check_person, filled_in, refuse
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.saving import add, change, check_fields

_DETAILS = """
    gender birthday nation education politics phone address hukou is_migrant is_dispatched is_new_form employer
    employed_from employment work_no position title skill_grade union_group consent_on note
"""
DETAILS = frozenset(_DETAILS.split())
CHANGEABLE = DETAILS | {"name", "id_number", "joined_on"}
DERIVED = ("birthday", "gender")


@transaction.atomic
def enrol(*, actor: User, union: UnionOrg, name: str, id_number: str, joined_on: date, **details: Any) -> Member:
    """Opens the file of a new member and the first membership (中国工会章程 §1, §2); `details`: DETAILS.

    Birthday and gender are read from the identity number where they are blank. Raises PermissionDenied and
    ValidationError, also when the person has a file already, at whichever union: that is a matter of transfer.
    """
    demand(actor, "members.add_member", union)
    check_fields(Member, details, DETAILS)
    known = filled_in({"union": union, "name": name, "id_number": id_number, "joined_on": joined_on, **details})
    refuse(check_person(known))
    _refuse_known(id_number)
    member = add(Member(**known))
    holding.begin(member, day=joined_on, why=Began.JOINED)
    return member


@transaction.atomic
def change_member(*, actor: User, obj: Member, version: int, **changed: Any) -> Member:
    """Changes fields of CHANGEABLE; gives the saved file. A corrected identity number corrects birthday and gender.

    Union and state change by the verbs of transfers and standing alone. Raises PermissionDenied, ValidationError,
    Conflict.
    """
    demand(actor, "members.change_member", obj)
    check_fields(Member, changed, CHANGEABLE)
    current = claim(obj, version)  # what the form holds may be typed into `obj` already
    if current.state == MemberState.MERGED:
        raise ValidationError("这份档案已并入另一份，不能再修改。")
    if "id_number" in changed:
        _refuse_known(changed["id_number"], but=current)
        changed = dict.fromkeys(DERIVED) | changed
    known = filled_in({name: getattr(current, name) for name in CHANGEABLE - {"employer"}} | changed)
    # What was wrong before and is not touched now stands in nobody's way.
    touched = changed.keys() | ({"joined_on"} if "id_number" in changed else set())
    refuse(problem for problem in check_person(known) if problem[0] in touched)
    refuse(check_employer(current.union, changed.get("employer")))  # today's: another union may cover an old one by now
    changed |= {name: known[name] for name in DERIVED if name in changed}
    if changed.get("joined_on", current.joined_on) != current.joined_on:
        holding.begin_earlier_or_later(current, changed["joined_on"])
    with everything("会员档案"):  # the employer may be covered by another union by now, and then lies out of sight
        return change(obj, version=version, changed=changed, allowed=CHANGEABLE)


def _refuse_known(id_number: str, *, but: Member | None = None) -> None:
    """The same words wherever the file lies, and never the number (promises.md D4, F11)."""
    with everything("会员身份证号查重"):
        known = Member.objects.filter(id_index=id_number)
        if but is not None:
            known = known.exclude(pk=but.pk)
        if known.exists():
            raise ValidationError({"id_number": Member._meta.get_field("id_index").error_messages["unique"]})
