"""The tree of a period: who stood where on its last day, and who is part of it although gone."""

from datetime import date
from typing import Any

import pytest

from desk.registers.indicators import Span
from desk.vault.scope import everything
from jianzhi.year_end.report import Node
from jianzhi.year_end.services.tree import Standings
from tests.county import County, add_base
from unions.services import tree

Y2012, Y2014 = Span(date(2012, 1, 1), date(2012, 12, 31)), Span(date(2014, 1, 1), date(2014, 12, 31))


def names(nodes: list[Node]) -> list[str]:
    return [f"{'  ' * node.depth}{node.name.removeprefix('建德市')}" for node in nodes]


@pytest.mark.usefixtures("whole_scope")
class TestTheTree:
    def test_each_union_stands_after_its_parent_federations_first_and_townships_by_their_code(
        self, county: County
    ) -> None:
        assert names(Standings().tree(Y2014)) == [
            "总工会",
            "  新安江街道总工会",
            "    白沙化工有限公司工会",
            "    新安江纺织有限公司工会",
            "  梅城镇总工会",
            "    严州石材有限公司工会",
            "  教育工会",
            "    新安江中学工会",
        ]

    def test_a_path_is_that_days_and_base_unions_are_known(self, county: County) -> None:
        tree.move(actor=county["county_officer"], obj=county.quarry, parent=county.xinanjiang, day=date(2015, 1, 1))
        nodes = {node.pk: node for node in Standings().tree(Y2014)}
        assert nodes[county.quarry.pk].path == f"{county.meicheng.path}{county.quarry.pk}."
        assert [nodes[u.pk].counts_as_base for u in (county.quarry, county.meicheng)] == [True, False]

    def test_a_short_name_is_not_said_of_a_union_that_had_another_name(self, county: County) -> None:
        officer = county["county_officer"]
        old = {"name": "建德市白沙化工厂工会", "short_name": "白沙化工"}
        tree.rename(actor=officer, obj=county.plant, day=date(2014, 6, 1), **old)
        tree.rename(
            actor=officer, obj=county.plant, name="建德市白沙新材料工会", short_name="白沙新材", day=date(2015, 6, 1)
        )
        labels = [
            next(n.label for n in Standings().tree(Span(date(y, 1, 1), date(y, 12, 31))) if n.pk == county.plant.pk)
            for y in (2014, 2015)
        ]
        assert labels == ["建德市白沙化工厂工会", "白沙新材"]

    def test_one_that_was_founded_later_is_no_part_of_it_unless_it_has_figures(self, county: County) -> None:
        new = add_base(county.meicheng, "建德市梅城食品厂工会", founded_on=date(2015, 1, 1))
        assert new.pk not in {node.pk for node in Standings().tree(Y2014)}
        assert [node.pk for node in Standings().tree(Y2014, {new.pk})].count(new.pk) == 1

    def test_before_there_was_a_union_there_is_the_head_alone(self, county: County) -> None:
        assert [node.pk for node in Standings().tree(Y2012)] == [county.federation.pk]

    def test_what_stood_above_a_union_with_figures_comes_with_it(self, county: County) -> None:
        found: list[Any] = [node.pk for node in Standings().tree(Y2012, {county.quarry.pk})]
        assert found == [county.federation.pk, county.meicheng.pk, county.quarry.pk]


def test_it_is_read_in_one_query(county: County, django_assert_num_queries: Any) -> None:
    with everything("test"), django_assert_num_queries(1):
        standings = Standings()
        standings.tree(Y2014)
        standings.tree(Y2012)
