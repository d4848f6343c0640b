"""Finding members by one character of their name, in a roster where many have it."""

from datetime import date
from typing import Any

import pytest

from desk.registers import listing
from desk.registers.address import Address
from desk.registers.listing import Listing
from desk.registers.paging import Pager, Sorting
from desk.registers.searching import character_fields, found_by, with_character
from members.models import Member
from members.registers import MemberRegister
from tests.county import County

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_scope")]

# Position by position: first, second, third, fourth, twice, never, and one of a single character.
NAMES = ("王芳", "李王", "张小王", "欧阳小王", "王王", "赵刚", "王")
BY_NAME = Sorting("name", "pinyin")


@pytest.fixture
def named(county: County) -> dict[str, Member]:
    """A member of each of these names, at the plant; nobody else is called 王."""
    Member.objects.filter(name__contains="王").update(name="某人")
    return {
        name: Member.objects.create(
            union=county.plant, name=name, id_number=f"33018219800101{n:04}", joined_on=date(2014, 1, 1)
        )
        for n, name in enumerate(NAMES)
    }


def test_postgresql_keeps_the_characters_of_a_name(named: dict[str, Member]) -> None:
    fields = character_fields(Member)
    named["欧阳小王"].name = "王五"
    named["欧阳小王"].save()

    assert fields == ["first_character", "second_character", "third_character"]
    kept = Member.objects.values_list(*fields)
    assert kept.get(pk=named["张小王"].pk) == ("张", "小", "王")
    assert kept.get(pk=named["王"].pk) == ("王", "", "")
    assert kept.get(pk=named["欧阳小王"].pk) == ("王", "五", "")


def test_one_character_is_found_at_the_first_three_places_and_two_anywhere(named: dict[str, Member]) -> None:
    def names(text: str) -> set[str]:
        return set(found_by(Member.objects.filter(name__in=NAMES), "search", text).values_list("name", flat=True))

    assert names("王") == names(" 王 ") == {"王芳", "李王", "张小王", "王王", "王"}
    assert names("小王") == {"张小王", "欧阳小王"}
    assert names("w") == {"王芳", "李王", "张小王", "欧阳小王", "王王", "王"}


def test_the_parts_have_no_row_in_common_and_are_what_is_found(named: dict[str, Member]) -> None:
    parts = with_character(Member.objects.all(), character_fields(Member), "王")

    assert [sorted(part.values_list("name", flat=True)) for part in parts] == [
        ["王", "王王", "王芳"],
        ["李王"],
        ["张小王"],
    ]
    everybody = [pk for part in parts for pk in part.values_list("pk", flat=True)]
    assert sorted(everybody) == sorted(found_by(Member.objects.all(), "search", "王").values_list("pk", flat=True))


@pytest.mark.parametrize(
    "sorting",
    [BY_NAME, Sorting("name", "pinyin", descending=True), Sorting("b", "birthday"), Sorting("b", "birthday", True)],
)
def test_pages_of_parts_are_the_pages_of_the_whole(named: dict[str, Member], sorting: Sorting) -> None:
    for n, member in enumerate(named.values()):
        member.birthday = date(1980, 1, n % 3 + 1) if n % 2 else None
        member.save()
    rows = found_by(Member.objects.all(), "search", "王")
    whole = sorting.apply(rows)
    parts = with_character(Member.objects.all(), character_fields(Member), "王")
    pager = Pager(rows, sorting, size=2, salt="x", parts=parts)

    def at(name: str, cursor: Any) -> Address:
        return Address(((name, cursor.seal(f"x:{sorting.name}")),))

    first = pager.page(Address())
    second = pager.page(at("after", first.after))
    third = pager.page(at("after", second.after))
    again = pager.page(at("before", third.before))

    assert [*first.rows, *second.rows, *third.rows] == list(whole)
    assert [len(page.rows) for page in (first, second, third)] == [2, 2, 1]
    assert (again.rows, third.after) == (second.rows, None)


def test_one_character_is_counted_over_all_parts_as_far_as_anybody_counts(
    named: dict[str, Member], county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def total(**query: str) -> str:
        return str(Listing(MemberRegister, county["county_officer"], Address.parse({"q": "王", **query})).total)

    assert total() == "5"  # 王芳, 王王 and 王; 李王; 张小王
    for cap in (2, 3, 4):  # reached by the first part, the second, the third
        monkeypatch.setattr(listing, "COUNTED_UP_TO", cap)
        assert total() == f"超过 {cap}"
    assert total(count="exact") == "5"
