"""What has to agree in a person's file. Asked by the form's service, and by the import for each row of a roster."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from desk.registers.checks import birthday, check_id_number
from unions.choices import COUNTED_AS_GRASSROOTS, Gender
from unions.models import Employer, UnionOrg
from unions.services.days import chinese, year_after

WORKING_AGE = 16  # 劳动法 §15
DAYS_GONE_BY = {"joined_on": "入会日期", "employed_from": "入职日期", "consent_on": "同意采集日期"}
STATED = (Gender.MALE, Gender.FEMALE)

Problem = tuple[str, str]


class Derived(NamedTuple):
    """What an identity number says about its bearer (GB 11643)."""

    birthday: date
    gender: str


def derived_from(id_number: str) -> Derived:
    """Birthday and gender in a checked identity number; its seventeenth place is odd for men (GB 11643)."""
    return Derived(birthday(id_number), Gender.MALE if int(id_number[16]) % 2 else Gender.FEMALE)


def filled_in(row: Mapping[str, Any]) -> dict[str, Any]:
    """`row` with birthday and gender taken from its identity number where they are blank."""
    known = dict(row)
    if _is_sound(known.get("id_number")):
        derived = derived_from(known["id_number"])
        known["birthday"] = known.get("birthday") or derived.birthday
        if known.get("gender") not in STATED:
            known["gender"] = derived.gender
    return known


def check_person(row: Mapping[str, Any]) -> Iterator[Problem]:
    """What does not agree in `row`: pairs of a field's name and a sentence in Chinese that never holds the number.

    `row`: fields of Member by name, those that are known; `union` and `employer`, where they are there, as records.
    """
    derived = derived_from(row["id_number"]) if _is_sound(row.get("id_number")) else None
    yield from check_agreement(row, derived)
    yield from check_days(row, derived.birthday if derived else row.get("birthday"), timezone.localdate())
    if (union := row.get("union")) is not None:
        yield from check_union(union, row.get("joined_on"))
        yield from check_employer(union, row.get("employer"))


def check_agreement(row: Mapping[str, Any], derived: Derived | None) -> Iterator[Problem]:
    """Whether birthday and gender, where they are given, are those of the identity number."""
    if derived is None:
        return
    if row.get("birthday") and row["birthday"] != derived.birthday:
        yield "birthday", "出生日期与身份证号不一致，请核对其中哪一个抄错了。"
    if row.get("gender") in STATED and row["gender"] != derived.gender:
        yield "gender", "性别与身份证号不一致，请核对其中哪一个抄错了。"


def check_union(union: UnionOrg, joined_on: date | None = None) -> Iterator[Problem]:
    """Whether `union` takes members: a standing 基层工会 or 村（社区）工会, founded by the day of joining.

    A joint union of several employers is a grass-roots union of the form 联合基层工会; the 工会联合会 above the base
    organises unions and has no members of its own (中国工会章程 §9, §11; 工会法 §11).
    """
    if union.org_type not in COUNTED_AS_GRASSROOTS:
        yield "union", f"“{union.get_org_type_display()}”不直接发展会员，请选会员所在的基层工会或村（社区）工会。"
    elif union.closed_on is not None:
        yield "union", f"“{union}”{union.get_status_display()}，不能再办理。"
    elif joined_on and joined_on < union.founded_on:
        yield "joined_on", f"入会日期不能早于“{union}”的成立日期（{chinese(union.founded_on)}）。"


def check_employer(union: UnionOrg, employer: Employer | None) -> Iterator[Problem]:
    """Whether `employer` is one of those that `union` covers."""
    if employer is not None and employer.union_id != union.pk:
        yield "employer", f"“{employer}”不由“{union}”覆盖，请选本工会覆盖的单位。"


def refuse(problems: Iterable[Problem]) -> None:
    """Raises ValidationError when there is one of `problems`, with all of them at their fields."""
    found: dict[str, list[str]] = {}
    for field, message in problems:
        found.setdefault(field, []).append(message)
    if found:
        raise ValidationError(found)


def check_days(row: Mapping[str, Any], born: date | None, today: date) -> Iterator[Problem]:
    """Whether the days of `row` have come, and in their order; `born`: the day of birth, where it is known."""
    for field, label in DAYS_GONE_BY.items():
        day = row.get(field)
        if day and day > today:
            yield field, f"{label}不能晚于今天（{chinese(today)}）。"
    joined_on, employed_from = row.get("joined_on"), row.get("employed_from")
    if born and joined_on and joined_on < year_after(born, WORKING_AGE):
        yield "joined_on", "入会时未满十六周岁，不能入会（劳动法第十五条）。请核对入会日期和身份证号。"
    if born and employed_from and employed_from <= born:
        yield "employed_from", "入职日期要晚于出生日期。"


def _is_sound(id_number: Any) -> bool:
    try:
        check_id_number(id_number or "")
    except ValidationError:
        return False
    return True
