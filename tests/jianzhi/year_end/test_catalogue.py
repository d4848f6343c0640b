"""The catalogue: the sixty figures of the review in their order, and what the registers tell besides."""

import csv
from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from desk.registers.indicators import AddsUp, Indicator, Nature
from jianzhi.year_end.catalogue import arranged, declared, indicators
from jianzhi.year_end.entered import ENTERED
from tests.jianzhi.year_end.sample import FIGURES


def codes(chapter: str, year: int = 2014) -> list[str]:
    return [indicator.code for indicator in indicators(year) if indicator.chapter == chapter]


def entered(code: str = "F99", **other: str) -> Indicator:
    facts = {"name": "一项", "unit": "家", "chapter": "R5", "definition": "一项。", **other}
    return Indicator(code=code, nature=Nature.FLOW, **facts)  # type: ignore[arg-type]  # all of them text


def test_the_sixty_figures_of_the_review_stand_with_its_names_units_and_chapters() -> None:
    with FIGURES.open(encoding="utf-8", newline="") as file:
        review = [
            (row["code"], row["name"], row["unit"], row["chapter"], row["nature"]) for row in csv.DictReader(file)
        ]
    ours = [(i.code, i.name, i.unit, i.chapter, str(i.nature)) for i in indicators(2014) if i.code.startswith("F")]
    assert len(review) == 60
    assert ours == review


def test_what_a_register_holds_is_computed() -> None:
    computed = [i.code for i in indicators(2014) if i.is_computed and i.code.startswith("F")]
    assert computed == ["F01", "F02", "F54", "F55"]


def test_the_registers_own_figures_stand_at_the_end_of_their_chapter() -> None:
    assert codes("R1")[-10:] == ["F12", "K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09"]
    assert codes("R5") == [
        *("F54", "F55", "F56", "F57", "U01", "U02", "U03"),
        *("M01", "M02", "M03", "M04", "M05", "M06", "M07"),
    ]


def test_what_became_of_the_plans_is_told_from_the_year_after() -> None:
    assert set(codes("R1", 2015)) - set(codes("R1", 2014)) == {"S01", "S02", "S03"}
    assert {i.code: i.aims_at for i in indicators(2014) if i.aims_at} == {"F58": "S01", "F59": "S02", "F60": "S03"}


def test_every_figure_says_what_it_means_and_those_that_contain_others_say_so() -> None:
    assert [i.code for i in indicators(2015) if not i.definition.endswith("。")] == []
    assert {i.code: i.part_of for i in indicators(2014) if i.part_of} == {
        **{f"K0{n}": "F01" for n in range(1, 6)},
        "F27": "F25",
        "F28": "F27",
        "F37": "F36",
        "F38": "F36",
        "F45": "F44",
        "M02": "M01",
        "M03": "M01",
    }


def test_a_rate_whose_whole_nobody_said_is_entered_at_each_level() -> None:
    (rate,) = (i for i in indicators(2014) if i.code == "F26")
    assert rate.adds_up == AddsUp.LAST


def test_a_register_takes_the_place_of_an_entered_figure() -> None:
    (new_unions,) = (i for i in declared() if i.code == "F54")
    found = arranged([entered("F53"), entered("F54"), entered("F55")], [replace(new_unions, unit="家")])
    assert [(i.code, i.is_computed) for i in found] == [("F53", False), ("F54", True), ("F55", False)]


@pytest.mark.parametrize(
    ("computed", "said"),
    [
        ([entered(unit="名")], "unit or chapter"),
        ([entered(chapter="R1")], "unit or chapter"),
        ([entered("X01"), entered("X01")], "same code"),
        ([entered("X01", part_of="X02")], "no X02"),
        ([entered("X01", chapter="R9")], "no chapter R9"),
    ],
)
def test_a_catalogue_that_does_not_fit_is_refused(computed: list[Indicator], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        arranged([entered()], computed)


def test_the_review_is_entered_until_registers_come() -> None:
    assert len([i for i in ENTERED if i.code.startswith("F")]) == 60
    assert not any(i.is_computed for i in ENTERED)
