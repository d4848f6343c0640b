"""Files that look like one person come to the review list once, where both can be looked at."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.vault.scope import acting_as, everything
from members.choices import HintState, MemberState
from members.models import DuplicateHint, Member
from members.services import duplicates
from tests.county import County, add_member
from unions.models import UnionOrg, User

BORN = date(1985, 3, 15)


def second_file(union: UnionOrg, **changed: Any) -> Member:
    """A second file of 陈晓燕 of the plant, born on 15 March 1985, telephone 13900000003."""
    facts = {
        "name": "陈晓燕",
        "id_number": "330182198503150063",
        "gender": "2",
        "birthday": BORN,
        "phone": "",
        **changed,
    }
    name, number = facts.pop("name"), facts.pop("id_number")
    with everything("test"):
        return add_member(union, name, number, **facts)


def look(user: User) -> list[DuplicateHint]:
    with acting_as(user):
        return duplicates.look_for(actor=user)


def test_without_a_second_file_nothing_is_found(county: County) -> None:
    assert look(county["county_officer"]) == []


def test_the_same_name_and_birthday_are_found(county: County) -> None:
    other = second_file(county.plant)
    [hint] = look(county["base_officer"])
    assert {hint.one_id, hint.other_id} == {county.member.pk, other.pk}
    assert (hint.grounds, hint.state, hint.union_id) == ("姓名和出生日期相同", "open", county.plant.pk)


def test_the_same_name_and_telephone_are_found(county: County) -> None:
    second_file(county.mill, id_number="330182198503160026", birthday=date(1985, 3, 16), phone="13900000003")
    [hint] = look(county["town_officer"])
    assert hint.grounds == "姓名和手机相同"


def test_a_name_that_sounds_the_same_is_found_in_the_same_union_only(county: County) -> None:
    second_file(county.plant, name="陈小雁")
    second_file(county.mill, name="陈小艳", id_number="33018219850315008X")
    [hint] = look(county["county_officer"])
    assert hint.grounds == "姓名同音，出生日期和工会相同"
    assert hint.union_id == county.plant.pk


def test_two_grounds_make_one_hint(county: County) -> None:
    second_file(county.plant, phone="13900000003")
    [hint] = look(county["base_officer"])
    assert hint.grounds == "姓名和出生日期相同；姓名和手机相同"


def test_people_without_a_telephone_are_not_alike_for_that(county: County) -> None:
    with everything("test"):
        Member.objects.filter(pk=county.member.pk).update(phone="")
    second_file(county.mill, id_number="330182198503160026", birthday=date(1985, 3, 16), phone="")
    assert look(county["county_officer"]) == []


@pytest.mark.parametrize(
    ("at", "above"), [("plant", "plant"), ("mill", "xinanjiang"), ("quarry", "federation"), ("school", "federation")]
)
def test_a_hint_stands_at_the_lowest_union_above_both(county: County, at: str, above: str) -> None:
    second_file(getattr(county, at))
    [hint] = look(county["county_officer"])
    assert hint.union_id == getattr(county, above).pk


def test_who_sees_only_one_of_the_files_finds_nothing(county: County) -> None:
    second_file(county.mill)
    assert look(county["base_officer"]) == []
    assert len(look(county["town_officer"])) == 1


def test_a_pair_is_listed_once_and_never_again_after_the_answer_no(county: County) -> None:
    second_file(county.plant)
    officer = county["base_officer"]
    [hint] = look(officer)
    assert look(officer) == []
    with acting_as(officer):
        decided = duplicates.not_same(actor=officer, obj=hint)
        assert (decided.state, decided.decided_by) == (HintState.NOT_SAME, officer)
        assert decided.decided_on is not None
    assert look(officer) == look(county["county_officer"]) == []


def test_a_file_that_was_merged_away_is_not_found(county: County) -> None:
    other = second_file(county.plant)
    with everything("test"):
        Member.objects.filter(pk=other.pk).update(state=MemberState.MERGED, merged_into=county.member)
    assert look(county["base_officer"]) == []


def test_a_pair_no_search_has_found_can_be_proposed_in_either_order(county: County) -> None:
    other = second_file(county.plant, name="程晓燕", birthday=date(1985, 3, 15), id_number="33018219850315008X")
    officer = county["base_officer"]
    with acting_as(officer):
        hint = duplicates.propose(actor=officer, one=other, other=county.member)
        assert (hint.grounds, hint.union) == ("人工提出", county.plant)
        with pytest.raises(ValidationError, match="已在核对清单"):
            duplicates.propose(actor=officer, one=county.member, other=other)
        with pytest.raises(ValidationError, match="同一份档案"):
            duplicates.propose(actor=officer, one=other, other=other)


def test_the_right_is_asked_for(county: County) -> None:
    second_file(county.plant)
    [hint] = look(county["base_officer"])
    for who in ("county_leader", "auditor", "other_base_officer"):
        with pytest.raises(PermissionDenied), acting_as(county[who]):
            duplicates.look_for(actor=county[who], union=county.plant)
        with pytest.raises(PermissionDenied), everything("test"):
            duplicates.not_same(actor=county[who], obj=hint)


def test_what_was_decided_cannot_be_decided_again(county: County) -> None:
    second_file(county.plant)
    officer = county["base_officer"]
    [hint] = look(officer)
    with acting_as(officer):
        duplicates.not_same(actor=officer, obj=hint)
        with pytest.raises(ValidationError, match="不是同一人"):
            duplicates.not_same(actor=officer, obj=hint)
