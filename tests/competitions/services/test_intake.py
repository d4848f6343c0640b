"""金点子征集: ideas come in once, and are found by their code alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from competitions.models import Proposal
from competitions.services import intake
from desk.cases.public.writing import write
from desk.vault import history
from desk.vault.scope import everything
from tests.competitions.ideas import add_campaign, filled_in
from tests.county import County, build_county

DAY = timedelta(days=1)


@pytest.fixture
def form(county: County) -> dict[str, Any]:
    """An idea of somebody at the plant."""
    return filled_in(county.record("campaigns"), county.plant)


@pytest.fixture(name="committed")
def _committed(transactional_db: None) -> dict[str, Any]:
    """The same, in a county that is there for every connection."""
    with everything("the test county"):
        county = build_county()
        return filled_in(county.record("campaigns"), county.plant)


def ideas() -> int:
    with everything("test"):
        return Proposal.objects.filter(title="反应釜余热回收").count()


def test_an_idea_lies_with_the_county_and_waits_three_working_days(county: County, form: dict[str, Any]) -> None:
    proposal, code = intake.submit(**form)
    assert (proposal.state, proposal.is_unread, proposal.handler_name, proposal.union_name) == (
        "new",
        True,
        "建德市总工会",
        "建德市白沙化工有限公司工会",
    )
    assert proposal.due_on is not None
    assert proposal.receipt_no.startswith("JDZ20")
    assert len(code) == 24
    assert code not in str(proposal.__dict__)


def test_the_same_form_sent_again_gives_the_same_and_changes_nothing(form: dict[str, Any]) -> None:
    first, code = intake.submit(**form)
    with everything("test"):
        Proposal.objects.filter(pk=first.pk).update(department="技术科")
    again, same = intake.submit(**form)
    assert (again.pk, same, again.department, ideas()) == (first.pk, code, "技术科", 1)


def test_other_answers_under_the_same_key_are_another_idea(form: dict[str, Any]) -> None:
    first, code = intake.submit(**form)
    other, another = intake.submit(**{**form, "measure": "换一种办法。"})
    assert (first.pk != other.pk, code != another, ideas()) == (True, True, 2)


def test_an_anonymous_idea_keeps_no_name(form: dict[str, Any]) -> None:
    proposal, _ = intake.submit(**{**form, "is_anonymous": True, "co_proposers": "方敏"})
    assert (proposal.name, proposal.co_proposers, proposal.author) == ("", "", "匿名")


def test_the_employer_says_to_which_union_an_idea_belongs(county: County, form: dict[str, Any]) -> None:
    proposal, _ = intake.submit(**{**form, "union": county.federation, "employer": county.mill_company})
    assert (proposal.union_id, proposal.employer_name) == (county.mill.pk, "建德市新安江纺织有限公司")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "__all__"),
        ({"phone": "1390000"}, "phone"),
        ({"title": " "}, "title"),
        ({"category": "x"}, "category"),
    ],
    ids=["no name", "half a number", "no title", "no such category"],
)
def test_what_the_fields_refuse_is_said_at_the_field(form: dict[str, Any], wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        intake.submit(**{**form, **wrong})
    assert (field in getattr(refused.value, "error_dict", {"__all__": 1}), ideas()) == (True, 0)


def test_a_campaign_that_is_over_takes_nothing(county: County, form: dict[str, Any]) -> None:
    with everything("test"):
        over = add_campaign(county.federation, "去年的活动", closes_on="2014-12-31")
        over.refresh_from_db()
    with pytest.raises(ValidationError, match="“去年的活动”现在不征集"):
        intake.submit(**{**form, "campaign": over})


def test_a_key_nobody_signed_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="打开得太久"):
        intake.submit(**{**form, "key": "made up"})


def test_an_idea_is_found_by_its_code_however_it_is_typed(form: dict[str, Any]) -> None:
    proposal, code = intake.submit(**form)
    grouped = "-".join(code[at : at + 4] for at in range(0, 24, 4)).lower()
    assert [getattr(intake.find(code=typed), "pk", None) for typed in (code, grouped, code[:-1], "0" * 24, "")] == [
        proposal.pk,
        proposal.pk,
        None,
        None,
        None,
    ]


def test_a_submission_asks_the_database_nothing_but_to_take_it(form: dict[str, Any], settings: Any) -> None:
    intake.submit(**{**form, "key": intake.fresh_key()})
    settings.REMEMBER_SECONDS = 10
    with CaptureQueriesContext(connection) as asked:
        intake.submit(**form)
    said = [query["sql"] for query in asked.captured_queries]
    # A savepoint and the scope, the INSERT that is not in this list, and both again as the test had them.
    assert len(said) == 5, said
    assert ideas() == 2


def test_a_remembered_campaign_begins_and_ends_with_its_days(county: County, settings: Any) -> None:
    today = timezone.localdate()
    with everything("test"):
        campaign = add_campaign(county.federation, "三天", opens_on=today, closes_on=today + 2 * DAY)
    settings.REMEMBER_SECONDS = 0
    with everything("test"):
        intake.open_campaigns(today)
    settings.REMEMBER_SECONDS = 10
    with CaptureQueriesContext(connection) as asked:
        found = [campaign in intake.open_campaigns(today + days * DAY) for days in (-1, 0, 1, 2, 3)]
    assert found == [False, True, True, True, False]
    assert len(asked) == 0


def test_a_remembered_campaign_that_is_over_takes_nothing(county: County, form: dict[str, Any], settings: Any) -> None:
    campaign = form["campaign"]
    campaign.closes_on = timezone.localdate() - DAY
    settings.REMEMBER_SECONDS = 10
    with pytest.raises(ValidationError, match="现在不征集"):
        intake.submit(**form)


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_an_idea_is_one_statement_and_leaves_nothing_open(
    committed: dict[str, Any], settings: Any
) -> None:
    intake.submit(**{**committed, "key": intake.fresh_key()})
    settings.REMEMBER_SECONDS = 10
    with CaptureQueriesContext(connection) as asked:
        proposal, _ = intake.submit(**committed)
    assert len(asked) == 0  # the statement itself is not Django's
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('jianzhi.scope', true), current_setting('pghistory.context_metadata', true)"
        )
        assert set(cursor.fetchone()) <= {"", None}
    with everything("test"):
        assert Proposal.objects.filter(pk=proposal.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_history_of_an_idea_tells_why_and_not_who(committed: dict[str, Any]) -> None:
    with history.telling(user=7, address="203.0.113.7", request="abc", page="ideas:submit"):
        outside, _ = intake.submit(**committed)
        with everything("test"):
            inside, _ = intake.submit(**{**committed, "measure": "换一种办法。"})
        told = history.current()
    assert told == {"user": 7, "address": "203.0.113.7", "request": "abc", "page": "ideas:submit"}
    with everything("test"):
        for proposal in (outside, inside):
            (event,) = proposal.history.all()
            assert (event.pgh_label, event.pgh_context) == ("insert", {"reason": "金点子征集"})


def test_what_is_written_is_what_saving_would_write(form: dict[str, Any]) -> None:
    proposal, _ = intake.submit(**{**form, "phone": "13900001111", "co_proposers": "方敏\n“引号”\\n与\t制表"})
    with everything("test"):
        stored = Proposal.objects.get(pk=proposal.pk)
        names = [field.attname for field in Proposal._meta.concrete_fields]
        assert {n: getattr(stored, n) for n in names} == {n: getattr(proposal, n) for n in names}
        assert stored.search.startswith("反反反应应应釜釜釜余余余热热热回回回收收收\nfanyingfuyurehuishou\nfyfyrhs\n")
        proposal.title = "改过的题目"
        proposal.save()  # it is known to be there
        assert Proposal.objects.get(pk=proposal.pk).title == "改过的题目"


def test_a_row_that_is_there_is_refused_and_stays(form: dict[str, Any]) -> None:
    first, again = proposal_of(form), proposal_of(form)
    write(first, reason="test")
    with pytest.raises(IntegrityError, match="competitions_proposal_pkey"), transaction.atomic():
        write(again, reason="test")
    assert ideas() == 1


def proposal_of(form: dict[str, Any]) -> Proposal:
    """The row that a form would make, not yet written."""
    with pytest.MonkeyPatch.context() as held:
        held.setattr(intake, "write", lambda row, *, reason: None)
        proposal, _ = intake.submit(**form)
    return proposal
