"""Terms of office, the officers in them, and the committees beside the union committee."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.dated import span
from desk.registers.versions import claim
from unions.access import demand
from unions.choices import COUNTED_AS_GRASSROOTS, Gender
from unions.models import Committee, Officer, Term, UnionOrg, User
from unions.services.days import check_day, check_open, year_after
from unions.services.saving import add, change, check_fields, put

TERM_FIELDS = frozenset({"elected_on", "ends_on", "approval_doc_no"})
OFFICER_DETAILS = frozenset({"gender", "id_number", "phone", "employment"})
OFFICER_FIELDS = OFFICER_DETAILS | {"name", "post", "term", "held"}
# 工会法 §16: three or five years at the base, five above.
YEARS_ABOVE_THE_BASE = 5


@transaction.atomic
def elect(*, actor: User, union: UnionOrg, elected_on: date, approval_doc_no: str = "") -> Term:
    """Opens the next term of office; it ends three or five years on (工会法 §16).

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.add_term", union)
    check_open(union, field="union")
    check_day(union, elected_on, field="elected_on")
    last = Term.objects.filter(union=union).order_by("number").last()
    if last and elected_on <= last.elected_on:
        raise ValidationError({"elected_on": f"选举日期要晚于{last}的选举日期（{last.elected_on:%Y-%m-%d}）。"})
    years = union.term_years if union.org_type in COUNTED_AS_GRASSROOTS else YEARS_ABOVE_THE_BASE
    return add(
        Term(
            union=union,
            number=last.number + 1 if last else 1,
            elected_on=elected_on,
            ends_on=year_after(elected_on, years),
            approval_doc_no=approval_doc_no,
        )
    )


@transaction.atomic
def change_term(*, actor: User, obj: Term, version: int, **changed: Any) -> Term:
    """Corrects a term; gives the saved one. Raises PermissionDenied, ValidationError, Conflict."""
    demand(actor, "unions.change_term", obj)
    if elected_on := changed.get("elected_on"):
        check_day(obj.union, elected_on, field="elected_on")
    return change(obj, version=version, changed=changed, allowed=TERM_FIELDS)


@transaction.atomic
def appoint_officer(
    *,
    actor: User,
    union: UnionOrg,
    name: str,
    post: str,
    since: date,
    until: date | None = None,
    term: Term | None = None,
    **details: Any,
) -> Officer:
    """Puts a person into a post from `since` on, to `until` if that is known; `details`: OFFICER_DETAILS.

    A gender that is not given is read from the identity number. Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.add_officer", union)
    check_open(union, field="union")
    check_fields(Officer, details, OFFICER_DETAILS)
    _check_term(union, term)
    check_day(union, since, field="since")
    details["gender"] = _gender(details.get("gender"), details.get("id_number", ""))
    return add(Officer(union=union, name=name, post=post, term=term, held=_held(since, until), **details))


@transaction.atomic
def change_officer(*, actor: User, obj: Officer, version: int, **changed: Any) -> Officer:
    """Changes fields of OFFICER_FIELDS, `since` and `until`; gives the saved officer.

    Raises PermissionDenied, ValidationError, Conflict.
    """
    demand(actor, "unions.change_officer", obj)
    current = claim(obj, version)  # what the form holds may be typed into `obj` already
    _check_term(current.union, changed.get("term"))
    if "since" in changed or "until" in changed:
        since = changed.pop("since", None) or current.first_day
        check_day(current.union, since, field="since")
        changed["held"] = _held(since, changed.pop("until", current.last_day))
    if "gender" in changed or "id_number" in changed:
        changed["gender"] = _gender(changed.get("gender", current.gender), changed.get("id_number", current.id_number))
    return change(obj, version=version, changed=changed, allowed=OFFICER_FIELDS)


@transaction.atomic
def end_officer(*, actor: User, obj: Officer, day: date) -> Officer:
    """The officer leaves the post; `day` is the last day in it. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.change_officer", obj)
    officer = claim(obj)
    return put(officer, held=_ended(officer, day))


@transaction.atomic
def set_up_committee(*, actor: User, union: UnionOrg, kind: str, since: date, members: int = 1) -> Committee:
    """Sets up the audit or the women's committee. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.add_committee", union)
    check_open(union, field="union")
    check_day(union, since, field="since")
    return add(Committee(union=union, kind=kind, members=members, held=span(since)))


@transaction.atomic
def change_committee(*, actor: User, obj: Committee, version: int, **changed: Any) -> Committee:
    """Changes the number of members; gives the saved committee. Raises PermissionDenied, ValidationError, Conflict."""
    demand(actor, "unions.change_committee", obj)
    return change(obj, version=version, changed=changed, allowed={"members"})


@transaction.atomic
def end_committee(*, actor: User, obj: Committee, day: date) -> Committee:
    """The committee ends; `day` is its last day. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.change_committee", obj)
    committee = claim(obj)
    return put(committee, held=_ended(committee, day))


def _held(since: date, until: date | None) -> Any:
    if until is not None and until < since:
        raise ValidationError({"until": "离任日期不能早于任职日期。"})
    return span(since, until)


def _ended(row: Officer | Committee, day: date) -> Any:
    check_day(row.union, day)
    if row.last_day is not None and row.last_day < day:
        raise ValidationError({"day": f"已于 {row.last_day:%Y-%m-%d} 结束。"})
    if day < row.first_day:
        raise ValidationError({"day": "结束日期不能早于开始日期。"})
    return span(row.first_day, day)


def _check_term(union: UnionOrg, term: Term | None) -> None:
    if term is not None and term.union_id != union.pk:
        raise ValidationError({"term": "所选届次不属于这家工会。"})


def _gender(given: str | None, id_number: str) -> str:
    """The stated gender, or that of the identity number: its seventeenth place is odd for men (GB 11643)."""
    from_number = id_number[16:17]
    if given in (None, "", Gender.UNKNOWN):
        return (Gender.MALE if int(from_number) % 2 else Gender.FEMALE) if from_number.isdigit() else Gender.UNKNOWN
    return str(given)
