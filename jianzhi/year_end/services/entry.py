"""A chapter of figures entered on one page, saved together with why some of them jumped."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.db import transaction

from jianzhi.year_end.models import EnteredFigure, StatisticalReturn
from jianzhi.year_end.services import figures, returns, rows
from jianzhi.year_end.services.rows import Typed
from unions.models import User


@transaction.atomic
def save(
    *, actor: User, obj: StatisticalReturn, version: int, typed: Sequence[Typed], explanations: Mapping[str, str]
) -> int:
    """Saves the figures of one page, and why some of them jumped; gives how many figures changed.

    version: of the return, whose explanations are kept in it. Raises PermissionDenied; ValidationError when the return
    takes no figures any more; rows.NotSaved when one of the rows is refused; Conflict (desk.registers.versions).
    """
    figures.demand_open(obj.period, obj.union)
    changed = rows.save(
        typed,
        {each.code: each for each in EnteredFigure.objects.filter(period=obj.period, union=obj.union)},
        add=partial(figures.enter, actor=actor, period=obj.period, union=obj.union),
        change=partial(figures.change_figure, actor=actor),
        withdraw=partial(figures.withdraw, actor=actor),
    )
    new = {code: text.strip() for code, text in explanations.items()}
    if any(obj.explanations.get(code, "") != text for code, text in new.items()):
        returns.explain(actor=actor, obj=obj, version=version, explanations=new)
    return changed
