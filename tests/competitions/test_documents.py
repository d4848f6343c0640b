"""The papers of ideas, read back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from competitions import documents
from competitions.choices import ProposalState as S
from competitions.models import Award, Proposal
from competitions.services import certificates
from tests.competitions.ideas import add_proposal
from tests.county import County
from tests.members.test_documents import pages

pytestmark = pytest.mark.usefixtures("whole_scope")


@pytest.fixture
def rewarded(county: County) -> list[Proposal]:
    """A golden idea of three people, and one of nobody."""

    def add(number: int, amount: str, **fields: Any) -> Proposal:
        idea = add_proposal(county.plant, county.record("campaigns"), S.REWARDED, **fields)
        Award.objects.create(
            proposal=idea,
            level="first",
            amount=Decimal(amount),
            certificate_no=f"JDJ2014000{number}",
            awarded_on=date(2014, 9, 1),
        )
        return idea

    golden = {"is_golden": True, "golden_year": 2014}
    return [
        add(2, "1000", co_proposers="方敏\n王伟", phone="13900000003", **golden),
        add(1, "300.5", is_anonymous=True),
    ]


def test_a_certificate_names_the_people_the_idea_and_the_award(rewarded: list[Proposal]) -> None:
    first, second = pages(documents.certificates_pdf(rewarded))
    for words in (
        "荣誉证书",
        "陈晓燕、方敏、王伟同志",
        "《余热回收》",
        "一等奖",
        "2014年度优秀金点子",
        "2014年9月1日",
        "JDJ20140002",
    ):
        assert words in first
    assert "13900000003" not in first
    assert "匿名建议人：" in second
    assert "同志" not in second


def test_the_list_is_in_the_order_of_the_certificates_and_adds_up(rewarded: list[Proposal]) -> None:
    paper = documents.reward_list(sorted(rewarded, key=lambda idea: idea.award.certificate_no), date(2014, 9, 2))
    assert [(row[0], row[2], row[5], row[6]) for row in paper.table.rows] == [
        ("1", "匿名", "300.50", "JDJ20140001"),
        ("2", "陈晓燕、方敏、王伟", "1,000.00", "JDJ20140002"),
    ]
    assert paper.table.total[5] == "1,300.50"
    (page,) = pages(documents.reward_list_pdf(rewarded))
    assert page.index("JDJ20140001") < page.index("JDJ20140002")


def test_what_was_not_rewarded_has_no_certificate(county: County) -> None:
    with pytest.raises(ValidationError, match="还没有奖励"):
        certificates.check(actor=county["county_officer"], obj=county.record("proposals"))
