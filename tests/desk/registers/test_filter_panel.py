"""The panel of filters, of which most are drawn once for all."""

from unittest.mock import patch

import pytest

from desk.registers import fields, filter_panel
from desk.registers.address import Address
from desk.registers.filter_panel import filter_fields
from desk.registers.listing import Listing
from desk.vault.scope import acting_as
from tests.county import County
from tests.desk.registers.trial import TrialRegister

pytestmark = pytest.mark.django_db


def panel(county: County, query: str = "", who: str = "county_officer") -> str:
    with acting_as(county[who]):
        return "".join(filter_fields(Listing(TrialRegister, county[who], Address.parse(query))))


def test_what_one_person_chose_is_not_shown_to_the_next(county: County) -> None:
    chosen = "is_above_scale=true&unit_class=170&headcount_min=77&registered_on_after=2013-05-06"
    before = panel(county)
    used = panel(county, chosen)

    assert '<option value="true" selected>是</option>' in used
    assert '<option value="170" selected>私营企业</option>' in used
    assert 'value="77"' in used
    assert 'value="2013-05-06"' in used
    assert panel(county) == before
    assert "77" not in before
    assert '<option value="true" selected>' not in before


def test_records_are_offered_to_those_who_may_see_them(county: County) -> None:
    assert "建德市新安江纺织有限公司工会" in panel(county)
    assert "建德市新安江纺织有限公司工会" not in panel(county, who="base_officer")


def test_only_what_is_used_and_what_offers_records_is_drawn_again(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_panel, "_drawn", {})
    drawn = []
    for query in ("", "", "is_above_scale=true"):
        with patch.object(filter_panel, "_draw", wraps=filter_panel._draw) as draw:
            panel(county, query)
        drawn.append([call.args[0].name for call in draw.call_args_list])

    assert drawn == [
        ["union", "is_above_scale", "unit_class", "big", "headcount", "registered_on"],
        ["union"],
        ["union", "is_above_scale"],
    ]


def test_records_that_are_searched_as_one_types_are_listed_to_nobody_and_drawn_once(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_panel, "_drawn", {})
    listed = panel(county)
    monkeypatch.setattr(fields, "LISTED_AT_MOST", 2)
    searched = panel(county)
    with patch.object(filter_panel, "_draw", wraps=filter_panel._draw) as draw:
        assert panel(county, who="county_leader") == searched
        assert not draw.called
    chosen = panel(county, f"union={county.mill.pk}")

    assert "建德市新安江纺织有限公司工会" in listed
    assert 'data-url="?options=union"' in searched
    assert "有限公司工会" not in searched
    assert f'<option value="{county.mill.pk}" selected>建德市新安江纺织有限公司工会</option>' in chosen
    monkeypatch.setattr(fields, "LISTED_AT_MOST", 200)
    assert panel(county) == listed  # few records are listed again


def test_choices_that_are_worked_out_for_each_form_are_drawn_each_time(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_panel, "_drawn", {})
    years = [("2013", "2013年")]
    monkeypatch.setitem(TrialRegister.filters.base_filters["unit_class"].extra, "choices", lambda: years)
    assert "2013年" in panel(county)
    years[:] = [("2014", "2014年")]
    assert "2014年" in panel(county)
