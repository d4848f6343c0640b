"""Pills and facets."""

from collections.abc import Callable

import pytest

from desk.registers import facets
from desk.registers import listing as listing_module
from desk.registers.address import Address
from desk.registers.listing import Listing
from desk.vault import scope
from tests.county import County
from tests.desk.registers.trial import TrialRegister
from unions.models import Employer

pytestmark = pytest.mark.django_db


def listing(county: County, query: str, who: str = "county_officer") -> Listing:
    return Listing(TrialRegister, county[who], Address.parse(query))


def counts(found: list[facets.FacetGroup]) -> dict[str, dict[str, int | None]]:
    return {group.label: {facet.label: facet.count for facet in group.facets} for group in found}


def test_each_choice_is_counted_within_the_other_conditions(county: County) -> None:
    with scope.acting_as(county["county_officer"]):
        all_of_them = counts(facets.facet_groups(listing(county, "")))
        narrowed = counts(facets.facet_groups(listing(county, "is_above_scale=true&q=huagong")))

    assert all_of_them == {
        "规模以上": {"是": 2, "否": 2},
        "单位类别": {"私营企业": 4},
        "百人以上": {"是": 3, "否": 1},
    }
    assert narrowed == {"规模以上": {"是": 1}, "单位类别": {"私营企业": 1}, "百人以上": {"是": 1}}


def test_other_branches_are_not_counted(county: County) -> None:
    with scope.acting_as(county["town_officer"]):
        assert counts(facets.facet_groups(listing(county, "", "town_officer")))["规模以上"] == {"是": 2, "否": 1}


def test_a_choice_in_use_stays_and_leads_away_again(county: County) -> None:
    with scope.acting_as(county["county_officer"]):
        group = facets.facet_groups(listing(county, "is_above_scale=true&q=shicai"))[0]

    assert [(f.label, f.count, f.active) for f in group.facets] == [("是", 0, True), ("否", 1, False)]
    assert [f.url for f in group.facets] == ["/trial/?q=shicai", "/trial/?q=shicai&is_above_scale=false"]


def test_above_the_cap_nothing_is_claimed(
    county: County, add: Callable[..., Employer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "COUNTED_UP_TO", 3)
    monkeypatch.setattr(listing_module, "COUNTED_UP_TO", 3)
    with scope.acting_as(county["county_officer"]):
        assert counts(facets.facet_groups(listing(county, "")))["规模以上"] == {"是": None, "否": None}
        assert counts(facets.facet_groups(listing(county, "is_above_scale=true")))["规模以上"] == {
            "是": None,
            "否": None,
        }
        assert counts(facets.facet_groups(listing(county, "is_above_scale=true")))["百人以上"] == {"是": 2}
        assert counts(facets.facet_groups(listing(county, "count=exact")))["规模以上"] == {"是": 2, "否": 2}


@pytest.mark.parametrize(("query", "expected"), [("", 4), ("is_above_scale=true", 5)])
def test_facets_cost_the_same_for_any_number_of_rows(
    county: County, django_assert_num_queries: Callable[..., object], query: str, expected: int
) -> None:
    """The total; one for all filters on a column, one for each choice of a filter by method; two for a filter in use.

    Where a filter is in use the total comes with the choices.
    """
    with scope.acting_as(county["county_officer"]):
        asked = listing(county, query)
        with django_assert_num_queries(expected):
            facets.facet_groups(asked)


def test_many_choices_show_the_frequent_ones_and_those_in_use_first() -> None:
    many = [facets.Facet(f"类别{n}", "", count=n, active=n == 1) for n in range(1, 9)]
    group = facets.FacetGroup("类别", many)

    assert [facet.label for facet in group.first] == ["类别1", "类别6", "类别7", "类别8"]
    assert [facet.label for facet in group.rest] == ["类别2", "类别3", "类别4", "类别5"]


def test_each_condition_is_a_pill_with_the_address_without_it(county: County) -> None:
    query = "q=公司&unit_class=170&unit_class=110&headcount_min=10&registered_on_before=2014-01-01&sort=headcount"
    query += f"&union={county.mill.pk}&is_above_scale=false&after=x"
    with scope.acting_as(county["county_officer"]):
        found = [(pill.label, pill.value) for pill in facets.pills(listing(county, query))]
        first = facets.pills(listing(county, "q=公司&big=true&after=x"))

    assert found == [
        ("搜索", "公司"),
        ("责任工会", "建德市新安江纺织有限公司工会"),
        ("规模以上", "否"),
        ("单位类别", "私营企业、国有企业"),
        ("职工人数", "10 起"),
        ("设立日期", "至 2014-01-01"),
    ]
    assert [pill.remove_url for pill in first] == ["/trial/?big=true", "/trial/?q=%E5%85%AC%E5%8F%B8"]
