"""Which period and which union a page of the year end is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from jianzhi.year_end.models import ReportingPeriod
from unions.models import UnionOrg, User

VIEW = "year_end.view_reportingperiod"
LONGEST = 18  # digits of a bigint


def period_asked(user: User, pk: int) -> ReportingPeriod:
    """The period with this id. Raises Http404."""
    period: ReportingPeriod = get_object_or_404(ReportingPeriod.objects.visible_to(user), pk=pk)
    return period


def union_asked(request: HttpRequest, user: User, right: str = VIEW) -> UnionOrg:
    """The union in `union`, one's own without it.

    Outside one's branch it is not there (Http404); inside, `right` has to be held at it (PermissionDenied).
    """
    data: Any = request.POST if request.method == "POST" else request.GET
    asked = data.get("union", "")
    if not asked:
        return own_union(user, right)
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST):
        raise Http404("没有这个工会。")
    union: UnionOrg = get_object_or_404(UnionOrg.objects.visible_to(user), pk=int(asked))
    if not user.has_perm(right, union):
        raise PermissionDenied(f"{right} is not held at {union.pk}")
    return union


def own_union(user: User, right: str = VIEW) -> UnionOrg:
    """The first union that an appointment gives `right` at, the highest first. Raises PermissionDenied without one."""
    found = [each.union for each in user.current_appointments() if user.has_perm(right, each.union)]
    if not found:
        raise PermissionDenied(f"{right} is not held anywhere")
    highest: UnionOrg = min(found, key=lambda union: (union.path.count("."), union.path))
    return highest
