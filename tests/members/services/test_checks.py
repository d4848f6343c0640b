"""What has to agree in a person's file."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from members.services.checks import check_person, derived_from, filled_in
from tests.county import County
from unions.choices import Gender

WOMAN, MAN = "330182198503150020", "330182199005200114"


@pytest.mark.parametrize(
    ("id_number", "birthday", "gender"),
    [
        (WOMAN, date(1985, 3, 15), Gender.FEMALE),
        (MAN, date(1990, 5, 20), Gender.MALE),
        ("330182200002290041", date(2000, 2, 29), Gender.FEMALE),
    ],
)
def test_an_identity_number_says_birthday_and_gender(id_number: str, birthday: date, gender: str) -> None:
    assert derived_from(id_number) == (birthday, gender)


def test_what_is_blank_is_filled_in_and_what_is_given_stays() -> None:
    assert filled_in({"id_number": MAN, "birthday": None, "gender": ""}) == {
        "id_number": MAN,
        "birthday": date(1990, 5, 20),
        "gender": Gender.MALE,
    }
    assert filled_in({"id_number": MAN, "gender": Gender.FEMALE})["gender"] == Gender.FEMALE
    assert filled_in({"id_number": MAN, "gender": Gender.UNKNOWN})["gender"] == Gender.MALE
    assert filled_in({"id_number": "330182199005200118"}) == {"id_number": "330182199005200118"}


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"id_number": WOMAN, "gender": Gender.FEMALE, "birthday": date(1985, 3, 15)}, []),
        ({"id_number": WOMAN, "gender": Gender.MALE}, ["gender"]),
        ({"id_number": WOMAN, "birthday": date(1985, 3, 16)}, ["birthday"]),
        ({"id_number": MAN, "joined_on": date(2006, 5, 19)}, ["joined_on"]),
        ({"id_number": MAN, "joined_on": date(2006, 5, 20)}, []),
        ({"birthday": date(1990, 5, 20), "joined_on": date(2006, 5, 19)}, ["joined_on"]),
        ({"id_number": "330182200002290041", "joined_on": date(2016, 2, 28)}, ["joined_on"]),
        ({"id_number": "330182200002290041", "joined_on": date(2016, 2, 29)}, []),
        ({"id_number": MAN, "employed_from": date(1990, 5, 20)}, ["employed_from"]),
    ],
)
def test_what_does_not_agree_is_told_at_its_field(row: dict[str, Any], fields: list[str]) -> None:
    problems = list(check_person(row))
    assert [field for field, _ in problems] == fields
    assert [message for _, message in problems if "1990" in message or "1985" in message] == []


@pytest.mark.parametrize("field", ["joined_on", "employed_from", "consent_on"])
def test_no_day_lies_after_today_in_shanghai(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    row = {field: date(2014, 12, 31)}
    monkeypatch.setattr(timezone, "now", lambda: datetime(2014, 12, 30, 23, 59, tzinfo=shanghai))
    assert [name for name, _ in check_person(row)] == [field]
    monkeypatch.setattr(timezone, "now", lambda: datetime(2014, 12, 31, 0, 1, tzinfo=shanghai))
    assert list(check_person(row)) == []


def test_only_a_standing_base_union_takes_members(county: County) -> None:
    def fields(**row: Any) -> list[str]:
        return [field for field, _ in check_person(row)]

    assert fields(union=county.plant, joined_on=date(2013, 3, 1)) == []
    assert fields(union=county.plant, joined_on=date(2013, 2, 28)) == ["joined_on"]
    assert fields(union=county.xinanjiang) == ["union"]
    county.plant.closed_on, county.plant.status = date(2014, 1, 1), "dissolved"
    assert fields(union=county.plant) == ["union"]


def test_the_employer_is_one_that_the_union_covers(county: County) -> None:
    row = {"union": county.plant, "employer": county.mill_company}
    assert list(check_person(row)) == [
        ("employer", "“建德市新安江纺织有限公司”不由“建德市白沙化工有限公司工会”覆盖，请选本工会覆盖的单位。")
    ]
    assert list(check_person({**row, "employer": county.chemical_works})) == []
