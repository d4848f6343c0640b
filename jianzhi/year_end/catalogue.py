"""The catalogue: every figure of the year end, in printed order.

First those of the annual review, chapter by chapter (entered.py); after them, at the end of each chapter, what the
registers tell besides. An app says what it can count in `INDICATORS` of its `indicators.py`; one with the code of an
entered figure takes its place, so that a register that is built later changes nothing here.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule

from desk.registers.indicators import Indicator
from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.entered import ENTERED


def indicators(year: int) -> tuple[Indicator, ...]:
    """Every figure of the reports of `year`, in printed order."""
    return tuple(indicator for indicator in _all() if indicator.since <= year)


@cache
def _all() -> tuple[Indicator, ...]:
    return arranged(ENTERED, declared())


def declared() -> list[Indicator]:
    """What the apps declare, in the order of INSTALLED_APPS from the ground floor up."""
    found: list[Indicator] = []
    for config in reversed(list(apps.get_app_configs())):  # the settings name the roof first
        if config.module is not None and module_has_submodule(config.module, "indicators"):
            found.extend(getattr(import_module(f"{config.name}.indicators"), "INDICATORS", ()))
    return found


def arranged(entered: Sequence[Indicator], computed: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """`entered` with those of `computed` that have the same code in their places, the others at their chapter's end.

    Raises ImproperlyConfigured for a code said twice, a unit or chapter that is not the entered one's, and a code that is
    referred to and does not exist.
    """
    by_code = {indicator.code: indicator for indicator in computed}
    if len(by_code) < len(computed):
        raise ImproperlyConfigured("two apps declare an indicator of the same code")
    taken = [_taken(indicator, by_code.pop(indicator.code, indicator)) for indicator in entered]
    every = [*taken, *by_code.values()]
    _check_references(every)
    return tuple(i for chapter in CHAPTERS for i in every if i.chapter == chapter.code)


def _taken(entered: Indicator, computed: Indicator) -> Indicator:
    if (entered.unit, entered.chapter) != (computed.unit, computed.chapter):
        raise ImproperlyConfigured(f"indicator {entered.code}: the register's unit or chapter is not the review's")
    return computed


def _check_references(every: Sequence[Indicator]) -> None:
    known = {indicator.code for indicator in every}
    chapters = {chapter.code for chapter in CHAPTERS}
    for indicator in every:
        if indicator.chapter not in chapters:
            raise ImproperlyConfigured(f"indicator {indicator.code}: there is no chapter {indicator.chapter}")
        single = (indicator.part_of, indicator.includes, indicator.aims_at, indicator.numerator, indicator.denominator)
        referred = {*filter(None, single), *indicator.grows_by.split(), *indicator.shrinks_by.split()}
        if unknown := referred - known:
            raise ImproperlyConfigured(f"indicator {indicator.code}: there is no {', '.join(sorted(unknown))}")
