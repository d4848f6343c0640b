"""Campaigns are opened by the county, and judged by criteria of their own."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from competitions.services import campaigns
from desk.registers.versions import Conflict
from desk.vault.scope import acting_as
from tests.county import County

FACTS: dict[str, Any] = {
    "title": "五小竞赛",
    "intro": "人人献计。",
    "opens_on": date(2014, 3, 1),
    "closes_on": date(2014, 6, 30),
    "judged_by": [("创新性", 30, 10), ("可行性", 70, 20)],
}


def test_a_campaign_has_its_criteria_in_order(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        campaign = campaigns.open_campaign(actor=officer, union=county.federation, **FACTS)
        kept = campaign.criteria.get(title="可行性").pk
        changed = campaigns.change_campaign(
            actor=officer, obj=campaign, version=1, judged_by=[("可行性", 70, 20), ("推广价值", 10, 10)]
        )
        rows = [(row.place, row.title, row.weight, row.most) for row in changed.criteria.all()]
    assert rows == [(1, "可行性", 70, 20), (2, "推广价值", 10, 10)]
    assert changed.criteria.get(title="可行性").pk == kept


@pytest.mark.parametrize("criteria", [[], [("创新性", 30, 10), ("创新性", 10, 10)]], ids=["none", "one twice"])
def test_criteria_that_judge_nothing_or_twice_are_refused(county: County, criteria: Any) -> None:
    officer = county["county_officer"]
    with acting_as(officer), pytest.raises(ValidationError, match="至少写一项"):
        campaigns.open_campaign(actor=officer, union=county.federation, **{**FACTS, "judged_by": criteria})


def test_a_campaign_does_not_close_before_it_opens(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer), pytest.raises(ValidationError, match="截止日期不能早于"):
        campaigns.open_campaign(actor=officer, union=county.federation, **{**FACTS, "closes_on": date(2014, 2, 1)})


def test_only_the_county_opens_campaigns(county: County) -> None:
    for name, union in (("town_officer", county.xinanjiang), ("county_leader", county.federation)):
        with acting_as(county[name]), pytest.raises(PermissionDenied):
            campaigns.open_campaign(actor=county[name], union=union, **FACTS)


def test_the_second_of_two_changes_is_told_of_the_first(county: County) -> None:
    officer, campaign = county["county_officer"], county.record("campaigns")
    with acting_as(officer):
        campaigns.change_campaign(actor=officer, obj=campaign, version=1, intro="新的说明。")
        with pytest.raises(Conflict):
            campaigns.change_campaign(actor=officer, obj=campaign, version=1, intro="另一个说明。")
