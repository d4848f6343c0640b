"""填报: entering the figures that no register holds yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.indicators import Indicator
from desk.registers.versions import claim
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.choices import MISSING
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, StatisticalReturn
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.saving import add, change

RIGHT = "year_end.change_enteredfigure"
DETAILS = frozenset({"value", "closeness", "wording", "is_doubtful", "source", "basis", "note", "attachment"})
LATEST = 9999  # the catalogue of the last year there can be: every figure that was ever declared


def entered_indicators(period: ReportingPeriod) -> dict[str, Indicator]:
    """The figures of `period` that officers enter, by code, in printed order."""
    return {each.code: each for each in indicators(period.year) if not each.is_computed}


def codes_of(chapter: str) -> list[str]:
    """The codes of a chapter's figures."""
    return [each.code for each in indicators(LATEST) if each.chapter == chapter]


def usual_source(entered: Iterable[EnteredFigure]) -> dict[str, str]:
    """The source and its basis, by field, that most of `entered` stand on; nothing when there are none."""
    counted = Counter((each.source, each.basis) for each in entered)
    return {
        name: text for usual, _ in counted.most_common(1) for name, text in zip(("source", "basis"), usual, strict=True)
    }


@transaction.atomic
def enter(
    *, actor: User, period: ReportingPeriod, union: UnionOrg, code: str, value: Decimal, **details: Any
) -> EnteredFigure:
    """Enters the figure `code` of a union, with what it stands on.

    details: closeness, wording, is_doubtful, source, basis, note, attachment. Raises PermissionDenied, ValidationError.
    """
    demand(actor, RIGHT, union)
    demand_open(period, union)
    figure = EnteredFigure(period=period, union=union, code=code, value=value, **_clean(details))
    _check_value(figure)
    return add(figure)


@transaction.atomic
def change_figure(*, actor: User, obj: EnteredFigure, version: int, **changed: Any) -> EnteredFigure:
    """Changes what was entered. Raises PermissionDenied, ValidationError; Conflict (desk.registers.versions) when
    somebody else saved in between.
    """
    demand(actor, RIGHT, obj)
    demand_open(obj.period, obj.union)
    after = claim(obj, version)
    for name, value in _clean(changed).items():
        setattr(after, name, value)
    _check_value(after)
    return change(obj, version=version, changed=_clean(changed), allowed=DETAILS)


@transaction.atomic
def withdraw(*, actor: User, obj: EnteredFigure, version: int) -> None:
    """Takes a figure back: the union says nothing about it. Raises as `change_figure` does."""
    demand(actor, RIGHT, obj)
    demand_open(obj.period, obj.union)
    claim(obj, version).delete()


def demand_open(period: ReportingPeriod, union: UnionOrg) -> StatisticalReturn:
    """The return of `union` for `period`, which still takes figures. Raises ValidationError for one that does not."""
    if ReportingPeriod.objects.only("state").get(pk=period.pk).is_closed:
        raise ValidationError(f"{period}已关账，不能再填报或修改。")
    # Locked, so that nothing is entered while it is being handed in.
    mine = StatisticalReturn.objects.select_for_update(of=("self",)).filter(period=period, union=union).first()
    if mine is None:
        raise ValidationError({"union": f"{union}在{period}没有报表，不能填报。"})
    if mine.state not in MISSING:
        raise ValidationError(f"{mine.union_name}的报表{mine.get_state_display()}，不能再改；要改，请审核工会退回。")
    found: StatisticalReturn = mine
    return found


def _check_value(figure: EnteredFigure) -> None:
    indicator = entered_indicators(figure.period).get(figure.code)
    if indicator is None:
        known = {each.code for each in indicators(figure.period.year)}
        wrong = "这项指标由台账计算，不用填报。" if figure.code in known else "没有这个代码的指标。"
        raise ValidationError({"code": wrong})
    if not isinstance(figure.value, Decimal):
        raise ValidationError({"value": "请填写数值。"})
    check_places(indicator, figure.value)


def check_places(indicator: Indicator, value: Decimal) -> None:
    """Raises ValidationError for a value with more decimal places than the figure has."""
    if value != value.quantize(Decimal(1).scaleb(-indicator.decimals)):
        places = f"最多 {indicator.decimals} 位小数" if indicator.decimals else "应为整数"
        raise ValidationError({"value": f"{indicator.name}{places}。"})


def _clean(details: Mapping[str, Any]) -> dict[str, Any]:
    if foreign := sorted(set(details) - DETAILS):
        raise ValidationError(f"这里不能填写：{'、'.join(foreign)}。")
    return {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}
