from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.registers.versions import Conflict
from desk.vault import scope
from jianzhi.year_end.choices import PeriodState
from jianzhi.year_end.models import ChapterText, ReportingPeriod
from jianzhi.year_end.report import Report
from jianzhi.year_end.services import texts
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.reporting import open_2014
from unions.models import User

pytestmark = pytest.mark.django_db
TEXT = "全年新增会员{F55}。"


@pytest.fixture
def report() -> Report:
    return sample.county().report(sample.HEAD)


@pytest.fixture
def period(county_officer: User) -> ReportingPeriod:
    return open_2014(county_officer)


def write(actor: User, period: ReportingPeriod, report: Report, text: str = TEXT, version: int = 0) -> ChapterText:
    with scope.acting_as(actor):
        return texts.set_text(actor=actor, obj=period, report=report, chapter="R5", text=text, version=version)


def test_a_chapter_says_what_an_officer_wrote_and_the_others_what_the_figures_make(
    county_officer: User, period: ReportingPeriod, report: Report
) -> None:
    write(county_officer, period, report)
    told = texts.texts_of(report.cube, period)
    assert told["R5"] == TEXT
    assert told["O1"].endswith(
        "计划资助优秀外来务工人员上大学{F58}，培养一线高技能人才{F59}，开展免费职业技能培训{F60}。"
    )
    shown = {each.chapter.code: each for each in texts.wordings(period, report)}
    assert (shown["R5"].filled, shown["R5"].is_generated) == ("全年新增会员5328名。", False)
    assert shown["O1"].is_generated


def test_the_county_alone_reads_the_officers_words(county_officer: User, report: Report) -> None:
    cube = replace(report.cube, texts={"R5": TEXT})
    assert texts.openings_of(cube.report(sample.HEAD))["R5"] == "全年新增会员5328名。"
    for other in (cube, cube.cut(11)):
        assert texts.openings_of(other.report(11))["R5"].startswith("推进工会组建和规范化建设")


def test_a_text_about_an_indicator_that_is_gone_gives_way_to_the_figures(
    county_officer: User, period: ReportingPeriod, report: Report
) -> None:
    write(county_officer, period, report, "全年{F54}，{F55}。")
    kept = [each for each in report.cube.definitions if each.code != "F54"]
    assert texts.texts_of(replace(report.cube, definitions=kept), period)["R5"].startswith("推进工会组建")


def test_a_typed_figure_is_not_saved(county_officer: User, period: ReportingPeriod, report: Report) -> None:
    with pytest.raises(ValidationError):
        write(county_officer, period, report, "全年新增会员5328名。")
    assert not ChapterText.objects.exists()


def test_of_two_who_write_at_once_the_second_is_told(
    county_officer: User, period: ReportingPeriod, report: Report
) -> None:
    first = write(county_officer, period, report)
    with pytest.raises(Conflict):
        write(county_officer, period, report, "全年新增基层工会{F54}。")
    second = write(county_officer, period, report, "  全年新增基层工会{F54}。\n", first.version)
    assert second.text == "全年新增基层工会{F54}。"
    with pytest.raises(Conflict), scope.acting_as(county_officer):
        texts.clear_text(actor=county_officer, obj=period, chapter="R5", version=first.version)
    assert ChapterText.objects.get().text == second.text


def test_a_text_can_be_taken_back(county_officer: User, period: ReportingPeriod, report: Report) -> None:
    own = write(county_officer, period, report)
    with scope.acting_as(county_officer):
        texts.clear_text(actor=county_officer, obj=period, chapter="R5", version=own.version)
    assert not ChapterText.objects.exists()


def test_nobody_writes_into_a_closed_period_nor_without_the_right(
    county_officer: User, town_officer: User, period: ReportingPeriod, report: Report
) -> None:
    with pytest.raises(PermissionDenied):
        write(town_officer, period, report)
    period.state = PeriodState.CLOSED
    period.save()
    with pytest.raises(ValidationError, match="已关账"):
        write(county_officer, period, report)
