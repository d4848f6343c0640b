"""What the history tab of a row shows."""

from typing import Any

import pytest

from desk.registers.dated import span
from desk.vault import history, scope
from desk.vault.changes import Change, history_of
from tests.county import FOUNDED, County
from unions.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(county: County, whole_scope: None) -> Officer:
    return Officer.objects.get(union=county.plant)


def _told(obj: Any) -> list[tuple[str, str, str, list[Change]]]:
    return [(event.what, event.who, event.why, event.changes) for event in history_of(obj)]


def test_acts_are_told_newest_first_with_person_reason_and_masked_values(county: County, officer: Officer) -> None:
    with history.telling(user=county["base_officer"].pk, page="unions:officer_edit"), history.because("本人更正"):
        officer.phone, officer.id_number, officer.term = "13911110009", "33018219800101005X", None
        officer.held = span(FOUNDED, FOUNDED.replace(year=2014))
        officer.save()
    assert _told(officer) == [
        (
            "修改",
            "徐芳",
            "本人更正",
            [
                Change("有效期间", "2013-03-01 至 今", "2013-03-01 至 2014-03-01"),
                Change("届次", "第1届", None),
                Change("身份证号", "330182********0044", "330182********005X"),
                Change("手机", "139****0002", "139****0009"),
            ],
        ),
        ("登记", "系统", "", []),
    ]
    assert history_of(officer)[0].page == "unions:officer_edit"


def test_a_change_under_the_mask_is_told_without_showing_it(officer: Officer) -> None:
    officer.phone = "13955550002"
    officer.save()
    assert _told(officer)[0][3] == [Change("手机", "139****0002", "139****0002（已改，所改部分不显示）")]


def test_choices_are_told_by_their_words(officer: Officer) -> None:
    officer.gender = "1"
    officer.save()
    assert _told(officer)[0][3] == [Change("性别", "女", "男")]


def test_an_act_that_changed_only_the_version_is_left_out(officer: Officer) -> None:
    officer.version = 2
    officer.save()
    assert officer.history.count() == 2
    assert [event.what for event in history_of(officer)] == ["登记"]


def test_history_lies_within_the_scope_of_the_reader(county: County) -> None:
    with scope.everything("the row itself"):
        officer = Officer.objects.get(union=county.plant)
    with scope.acting_as(county["base_officer"]):
        assert len(history_of(officer)) == 1
    with scope.acting_as(county["other_base_officer"]):
        assert history_of(officer) == []


def test_the_number_of_queries_does_not_grow_with_the_history(officer: Officer, django_assert_num_queries: Any) -> None:
    for number in range(5):
        with history.telling(user=1):
            officer.phone = f"1391111000{number}"
            officer.save()
    with django_assert_num_queries(4):  # events; union and term; people
        assert len(history_of(officer)) == 6
