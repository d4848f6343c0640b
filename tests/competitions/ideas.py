"""Campaigns and ideas for tests, past the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from competitions.choices import ProposalState
from competitions.models import Campaign, Criterion, Proposal
from competitions.services import intake
from desk.vault.sealed import uuid7
from unions.models import UnionOrg

CRITERIA = (("创新性", 30, 10), ("可行性", 70, 20))


def add_campaign(union: UnionOrg, title: str = "我为建德创业再出发献一计", **fields: Any) -> Campaign:
    """A campaign that takes ideas since 2014, with two criteria."""
    days = {"opens_on": date(2014, 1, 1), "closes_on": date(2099, 12, 31)}
    campaign = Campaign.objects.create(union=union, title=title, intro="人人可以献计。", **{**days, **fields})
    for place, (name, weight, most) in enumerate(CRITERIA, 1):
        Criterion.objects.create(campaign=campaign, place=place, title=name, weight=weight, most=most)
    return campaign


def add_proposal(
    union: UnionOrg,
    campaign: Campaign,
    state: str = ProposalState.NEW,
    *,
    handler: UnionOrg | None = None,
    **fields: Any,
) -> Proposal:
    """An idea of somebody at `union`; it lies with the county federation unless said otherwise."""
    at = handler or campaign.union
    facts: dict[str, Any] = {
        "category": "innovation",
        "title": "余热回收",
        "problem": "冷凝水直接排掉。",
        "measure": "加一组盘管。",
        "name": "" if fields.get("is_anonymous") else "陈晓燕",
        "code_digest": uuid7().hex,
    }
    if state in (ProposalState.VERIFIED, ProposalState.REWARDED):
        facts["verified_benefit"] = Decimal(5000)
    return Proposal.objects.create(
        union=union,
        union_name=union.name,
        handler=at,
        handler_name=at.name,
        campaign=campaign,
        state=state,
        **{**facts, **fields},
    )


def filled_in(campaign: Campaign, union: UnionOrg, **other: Any) -> dict[str, Any]:
    """The answers of the public form, with a fresh key."""
    answers = {
        "key": intake.fresh_key(),
        "campaign": campaign,
        "category": "innovation",
        "title": "反应釜余热回收",
        "problem": "冷凝水直接排掉。",
        "measure": "加一组盘管。",
        "expected_benefit": "",
        "is_anonymous": False,
        "name": "陈晓燕",
        "co_proposers": "",
        "phone": "",
        "email": "",
        "union": union,
        "employer_name": "",
    }
    return {**answers, **other}
