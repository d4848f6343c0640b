"""The tree of a past day."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from desk.vault.scope import acting_as
from tests.county import County
from unions.models import (
    UnionOrg,
)
from unions.services import tree

pytestmark = pytest.mark.usefixtures("county")


class TestPast:
    def test_figures_about_a_past_day_use_that_days_tree(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
            tree.rename(actor=officer, obj=county.plant, name="梅城化工工会", day=date(2014, 9, 1))

            def count(union: UnionOrg, day: date) -> int:
                return tree.grassroots_on(actor=officer, union=union, day=day)

            assert [
                count(county.xinanjiang, day) for day in (date(2014, 5, 31), date(2014, 6, 1), date(2014, 12, 31))
            ] == [2, 1, 1]
            assert [
                count(county.meicheng, day) for day in (date(2014, 5, 31), date(2014, 6, 1), date(2014, 12, 31))
            ] == [1, 2, 2]
            assert count(county.federation, date(2014, 5, 31)) == count(county.federation, date(2014, 12, 31)) == 4
            assert count(county.federation, date(2013, 2, 28)) == 0
            names = [place.name for place in tree.tree_on(actor=officer, union=county.meicheng, day=date(2014, 8, 31))]
            assert names == ["建德市梅城镇总工会", "建德市白沙化工有限公司工会", "建德市严州石材有限公司工会"]

    def test_the_answer_is_the_same_whoever_asks(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
        with acting_as(county["town_officer"]):
            town = county["town_officer"]
            assert tree.grassroots_on(actor=town, union=county.xinanjiang, day=date(2014, 5, 31)) == 2
            with pytest.raises(PermissionDenied):
                tree.tree_on(actor=town, union=county.meicheng, day=date(2014, 5, 31))

    def test_a_leap_day_and_new_year_divide_the_days_as_any_other(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2016, 2, 29))
            tree.move(actor=officer, obj=county.mill, parent=county.meicheng, day=date(2015, 1, 1))
            of_plant = {
                day: county.plant in UnionOrg.objects.branch_on(county.meicheng, day)
                for day in (date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1))
            }
            of_mill = {
                day: county.mill in UnionOrg.objects.branch_on(county.meicheng, day)
                for day in (date(2014, 12, 31), date(2015, 1, 1))
            }
        assert list(of_plant.values()) == [False, True, True]
        assert list(of_mill.values()) == [False, True]

    def test_a_branch_of_a_past_day_shows_no_more_than_the_scope(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            tree.move(actor=officer, obj=county.plant, parent=county.meicheng, day=date(2014, 6, 1))
        with acting_as(county["town_officer"]):
            branch = UnionOrg.objects.branch_on(county.xinanjiang, date(2014, 5, 31))
            assert set(branch) == {county.xinanjiang, county.mill}
