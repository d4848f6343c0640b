"""Published, golden, rewarded: only what was adopted, and only by the county."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from competitions.choices import ProposalState as S
from competitions.models import Proposal
from competitions.services import honouring
from desk.vault.scope import acting_as, everything
from tests.competitions.ideas import add_proposal
from tests.county import County


def idea(county: County, state: str, **fields: Any) -> Proposal:
    with everything("test"):
        return add_proposal(county.plant, county.record("campaigns"), state, **fields)


def publish(county: County, case: Proposal) -> Proposal:
    return honouring.publish(actor=county["county_officer"], obj=case)


def name_golden(county: County, case: Proposal) -> Proposal:
    return honouring.name_golden(
        actor=county["county_officer"], obj=case, golden_year=timezone.localdate(case.submitted_at).year
    )


VERBS: list[Callable[[County, Proposal], Proposal]] = [publish, name_golden]


@pytest.mark.parametrize("verb", VERBS)
def test_only_what_was_adopted_is_honoured(county: County, verb: Callable[[County, Proposal], Proposal]) -> None:
    with acting_as(county["county_officer"]):
        for state in (S.ADOPTED, S.IMPLEMENTING, S.VERIFIED, S.REWARDED):
            verb(county, idea(county, state))
        verb(county, idea(county, S.ARCHIVED, verified_benefit=0))
        for state in (S.NEW, S.REVIEWED, S.NOT_ADOPTED, S.ARCHIVED, S.WITHDRAWN):
            with pytest.raises(ValidationError, match="只有已采纳"):
                verb(county, idea(county, state))


def test_the_database_refuses_it_too(county: County) -> None:
    case = idea(county, S.NOT_ADOPTED)
    for lie in ({"published_on": date(2014, 5, 1)}, {"is_golden": True, "golden_year": 2014}, {"verified_benefit": 5}):
        with everything("test"), pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=case.pk).update(**lie)


@pytest.mark.parametrize("name", ["town_officer", "base_officer", "county_leader"])
def test_only_the_county_honours(county: County, name: str) -> None:
    case = idea(county, S.ADOPTED)
    with acting_as(county[name]), pytest.raises(PermissionDenied):
        honouring.publish(actor=county[name], obj=case)
    with acting_as(county[name]), pytest.raises(PermissionDenied):
        honouring.name_golden(actor=county[name], obj=case, golden_year=2014)


def test_what_was_published_is_taken_off_with_a_reason_that_stays_in_the_file(county: County) -> None:
    officer, case = county["county_officer"], idea(county, S.ADOPTED)
    with acting_as(officer):
        case = honouring.publish(actor=officer, obj=case)
        assert case.published_on == timezone.localdate()
        with pytest.raises(ValidationError, match="理由"):
            honouring.unpublish(actor=officer, obj=case, text=" ")
        case = honouring.unpublish(actor=officer, obj=case, text="建议人要求。")
        assert case.published_on is None
        assert [(entry.kind, entry.text) for entry in case.entries.all()] == [
            ("note", "已在公众页面公开。"),
            ("note", "已从公众页面撤下：建议人要求。"),
        ]


def test_a_golden_year_is_not_before_the_idea_nor_ahead(county: County) -> None:
    officer, case = county["county_officer"], idea(county, S.ADOPTED)
    this_year = timezone.localdate().year
    with acting_as(officer):
        for year in (this_year - 1, this_year + 1):
            with pytest.raises(ValidationError, match="年度"):
                honouring.name_golden(actor=officer, obj=case, golden_year=year)
        case = honouring.name_golden(actor=officer, obj=case, golden_year=this_year)
        case = honouring.unname_golden(actor=officer, obj=case, text="重复评定。")
    assert (case.is_golden, case.golden_year) == (False, None)


def test_certificates_are_numbered_in_their_year(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        for day in (date(2014, 5, 1), date(2014, 6, 1), date(2015, 1, 5)):
            honouring.reward(
                actor=officer, obj=idea(county, S.VERIFIED), level="third", amount=Decimal(300), awarded_on=day
            )
        numbers = [case.award.certificate_no for case in Proposal.objects.filter(state=S.REWARDED)]
        assert sorted(numbers) == ["JDJ20140001", "JDJ20140002", "JDJ20150001"]
        with pytest.raises(ValidationError, match="不能晚于今天"):
            honouring.reward(
                actor=officer,
                obj=idea(county, S.VERIFIED),
                level="third",
                amount=Decimal(1),
                awarded_on=date(2199, 1, 1),
            )
