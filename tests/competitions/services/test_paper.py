"""Ideas on paper, one by one and by the sheet."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from competitions.models import Proposal
from competitions.services import paper
from desk.vault.scope import acting_as
from tests.county import County


def facts(county: County, **other: Any) -> dict[str, Any]:
    typed = {"category": "design", "title": "工位牌改移动式", "problem": "换款要重写。", "measure": "做成磁吸卡片。"}
    return {"campaign": county.record("campaigns"), **typed, **other}


def test_an_idea_on_paper_is_new_at_the_county(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        idea = paper.take_in(actor=officer, union=county.plant, name="陈晓燕", **facts(county))
    assert (idea.state, idea.is_unread, idea.handler_name, idea.is_anonymous) == ("new", True, "建德市总工会", False)
    assert idea.due_on is not None


def test_without_a_name_it_is_anonymous_and_names_nobody_beside(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        assert paper.take_in(actor=officer, union=county.plant, **facts(county)).is_anonymous
        with pytest.raises(ValidationError, match="匿名建议"):
            paper.take_in(actor=officer, union=county.plant, **facts(county, co_proposers="方敏"))


def test_a_union_hands_in_its_own_only(county: County) -> None:
    with acting_as(county["base_officer"]):
        paper.take_in(actor=county["base_officer"], union=county.plant, **facts(county))
        with pytest.raises(PermissionDenied):
            paper.take_in(actor=county["base_officer"], union=county.mill, **facts(county))
    with acting_as(county["county_leader"]), pytest.raises(PermissionDenied):
        paper.take_in(actor=county["county_leader"], union=county.plant, **facts(county))


def test_a_sheet_changes_nothing_that_is_known(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer), pytest.raises(ValidationError, match="不能更改别人的建议"):
        paper.refuse_change(actor=officer, obj=Proposal.objects.get(), version=1, problem="别的。")
