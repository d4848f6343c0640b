"""What every list of cases can be narrowed by: what waits for me, what is new, what is late."""

from typing import Any

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils import timezone

from desk.cases import inbox
from desk.cases.choices import Lamp
from desk.cases.workdays import SOON

LAMPS = tuple((lamp.value, lamp.label) for lamp in (Lamp.RED, Lamp.AMBER, Lamp.GREEN))


class CaseFilters(df.FilterSet):
    """To be inherited by the FilterSet of a register of cases."""

    waits_for_me = df.ChoiceFilter(label="待我办理", choices=inbox.Where, method="filter_waits_for_me")
    unread = df.ChoiceFilter(label="新到未读", choices=(("true", "未读"), ("false", "已读")), method="filter_unread")
    lamp = df.ChoiceFilter(label="期限", choices=LAMPS, method="filter_lamp")

    def filter_waits_for_me(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those that wait for a union of one's own appointments, or below one."""
        return queryset.filter(inbox.waits_for(queryset.model, self.request.user, inbox.Where(value)))

    def filter_unread(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those nobody who acts on them has opened since they came, or since something came from outside."""
        return queryset.filter(is_unread=value == "true")

    def filter_lamp(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By how near the day is; a case without a day has no colour."""
        today = timezone.localdate()
        soon = today + SOON
        days = {
            Lamp.RED: Q(due_on__lt=today),
            Lamp.AMBER: Q(due_on__gte=today, due_on__lte=soon),
            Lamp.GREEN: Q(due_on__gt=soon),
        }
        return queryset.filter(days[Lamp(value)])
