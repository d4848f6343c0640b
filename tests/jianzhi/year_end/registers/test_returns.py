"""The register of returns: what waits, reporting and examining on its pages, reminding many at once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from desk.cases import services as cases
from desk.notices.models import Notice
from desk.registers.dated import span
from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodKind, ReturnState
from jianzhi.year_end.models import ReportingPeriod, StatisticalReturn
from tests.access.filled import filled
from tests.county import County
from tests.jianzhi.year_end.reporting import add_period, add_return
from unions.choices import Post
from unions.models import Officer, User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """2014, with a return in each state."""
    found = add_period(2014, PeriodKind.CALENDAR_YEAR)
    with everything("test"):
        add_return(found, county.plant)
        add_return(found, county.mill, ReturnState.RETURNED)
        add_return(found, county.quarry, ReturnState.REPORTED)
        add_return(found, county.school, ReturnState.APPROVED)
    return found


def listed(client: Client, query: str) -> set[str]:
    """The names in the list."""
    page = client.get(f"/year-end/returns/?{query}").content.decode()
    names = ("白沙化工", "新安江纺织", "严州石材", "新安江中学")
    return {name for name in names if f"建德市{name}" in page.partition("<tbody")[2]}


def test_the_list_answers_what_is_asked(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, of = sign_in(county["county_officer"]), f"period={period.pk}"
    assert listed(client, of) == {"白沙化工", "新安江纺织", "严州石材", "新安江中学"}
    assert listed(client, f"{of}&missing=true") == {"白沙化工", "新安江纺织"}
    assert listed(client, f"{of}&missing=false") == {"严州石材", "新安江中学"}
    assert listed(client, f"{of}&state=returned&state=approved") == {"新安江纺织", "新安江中学"}
    assert listed(client, f"{of}&receiver={county.xinanjiang.pk}") == {"白沙化工", "新安江纺织"}
    assert listed(client, f"{of}&q=bshg") == {"白沙化工"}
    assert listed(sign_in(county["base_officer"]), of) == {"白沙化工"}


def test_a_return_waits_for_its_union_and_then_for_the_one_above(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    of = f"period={period.pk}&waits_for_me=here"
    assert listed(sign_in(county["base_officer"]), of) == {"白沙化工"}
    assert listed(sign_in(county["town_officer"]), of) == set()
    with everything("test"):
        period.returns.filter(union=county.mill)._raw_delete("default")
        add_return(period, county.mill, ReturnState.REPORTED)
    assert listed(sign_in(county["town_officer"]), of) == {"新安江纺织"}


def test_it_is_reported_on_its_page_with_two_names(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        obj = StatisticalReturn.objects.get(period=period, union=county.plant)
    client, page = sign_in(county["base_officer"]), f"/year-end/returns/{obj.pk}/do/submit/"
    done = client.post(page, {**filled(client.get(page)), "responsible": "徐芳", "preparer": "方敏"})
    assert (done.status_code, done["Location"]) == (302, f"/year-end/returns/{obj.pk}/")
    with everything("test"):
        obj.refresh_from_db()
    assert (obj.state, obj.responsible, obj.preparer) == (ReturnState.REPORTED, "徐芳", "方敏")
    shown = client.get(f"/year-end/returns/{obj.pk}/").content.decode()
    assert "逻辑检查没有发现问题。" in shown


def test_the_names_it_is_signed_with_are_filled_in(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        obj = StatisticalReturn.objects.get(period=period, union=county.plant)
        chairs = Officer.objects.filter(union=county.plant, post=Post.CHAIR)
        chairs.update(held=span(date(2001, 1, 1), date(2005, 1, 1)))
        Officer(name="现在", post=Post.CHAIR, union=county.plant, held=span(date(2005, 1, 2))).save()
    client, page = sign_in(county["base_officer"]), f"/year-end/returns/{obj.pk}/do/submit/"
    shown = filled(client.get(page))
    assert (shown["responsible"], shown["preparer"]) == ("现在", county["base_officer"].full_name)

    client.post(page, {**shown, "responsible": "徐芳", "preparer": "方敏"})
    with everything("test"):
        obj.refresh_from_db()
        cases.move(actor=county["town_officer"], obj=obj, slug="send_back", text="请核对。")
    shown = filled(client.get(page))
    assert (shown["responsible"], shown["preparer"]) == ("徐芳", "方敏")


def test_many_are_reminded_at_once(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        keys = [
            str(pk)
            for pk in period.returns.filter(union__in=(county.plant, county.mill, county.quarry)).values_list(
                "pk", flat=True
            )
        ]
    client = sign_in(county["county_officer"])
    ask = client.post("/year-end/returns/bulk/", {"action": "remind", "pk": keys})
    done = client.post("/year-end/returns/bulk/", {**filled(ask), "pk": keys, "action": "remind", "text": "请抓紧。"})
    assert done.status_code in (200, 302)
    told = dict(Notice.objects.filter(topic="year_end.remind").values_list("to__username", "count"))
    assert told == {"base_officer": 1, "town_officer": 1}  # nobody is appointed at the mill; the quarry has reported
