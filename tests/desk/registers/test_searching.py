"""Finding Chinese names by what a keyboard gives."""

import pytest

from desk.registers.searching import found_by, initials, lie_together, normalise, pinyin, search_field, search_text
from unions.models import Coverage, Employer


def test_a_chinese_character_stands_three_times_and_a_letter_once() -> None:
    assert normalise("Ａ1 王厂") == "a1王王王厂厂厂"


@pytest.mark.parametrize(
    ("stored", "asked", "is_found"),
    [
        ("王家王厂", "王", True),
        ("王王厂", "王王", True),
        ("王厂王", "王王", False),
        ("张王李", "张李", False),
        ("张王李", "王李", True),
        ("a王", "aa王", False),
    ],
)
def test_a_word_is_found_where_it_stands_and_nowhere_else(stored: str, asked: str, is_found: bool) -> None:
    assert (normalise(asked) in normalise(stored)) is is_found


def test_a_row_is_found_by_characters_pinyin_and_initials_but_not_across_them() -> None:
    assert search_text(["江滨厂", "9133"]).splitlines() == ["江江江滨滨滨厂厂厂", "jiangbinchang", "jbc", "9133"]


def test_surnames_are_read_as_surnames() -> None:
    assert (pinyin("单晓明", person=True), initials("单晓明", person=True)) == ("shanxiaoming", "sxm")
    assert pinyin("简单") == "jiandan"


def test_the_field_a_model_is_found_by() -> None:
    assert search_field(Employer) == "search"
    assert search_field(Coverage) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("whole_scope", "county")
def test_every_word_has_to_occur() -> None:
    found = found_by(Employer.objects.all(), "search", "建德 fz 9133")

    assert [employer.name for employer in found] == ["建德市新安江纺织有限公司"]
    assert found_by(Employer.objects.all(), "search", "  ").count() == 4


@pytest.mark.parametrize(
    ("typed", "field", "together"),
    [
        ("wang", "pinyin", True),
        ("建国", "pinyin", True),
        ("li wei gang", "pinyin", True),  # one word that the index knows is enough
        ("zw", "pinyin", False),  # too short for the index
        ("", "pinyin", False),
        ("wang", "headcount", False),  # in this order they are spread
    ],
)
def test_names_that_are_found_by_how_they_are_read_lie_together_in_the_order_of_reading(
    typed: str, field: str, together: bool
) -> None:
    assert lie_together(typed, Employer, field) is together
