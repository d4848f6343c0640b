"""The columns of the roster and of the transfers, in the order in which officers read them."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string

from members.models import Member, Transfer
from members.services.clocks import lamp


class MemberTable(tables.Table):
    """Columns of the members."""

    union = tables.Column(accessor="union__name", verbose_name="所属工会")
    employer = tables.Column(accessor="employer__name", verbose_name="用人单位")

    class Meta:
        model = Member
        fields = (
            "name",
            "id_number",
            "gender",
            "birthday",
            "union",
            "employer",
            "phone",
            "position",
            "skill_grade",
            "is_migrant",
            "is_dispatched",
            "is_new_form",
            "joined_on",
            "state",
            "card_no",
            "nation",
            "education",
            "politics",
            "hukou",
            "employed_from",
            "employment",
            "work_no",
            "title",
            "union_group",
            "address",
            "consent_on",
            "note",
        )


class TransferTable(tables.Table):
    """Columns of the transfers."""

    union_name = tables.Column(verbose_name="转出工会")
    to_union_name = tables.Column(verbose_name="转入工会")
    awaits = tables.Column(verbose_name="由谁办理")

    class Meta:
        model = Transfer
        fields = (
            "name",
            "union_name",
            "to_union_name",
            "state",
            "awaits",
            "due_on",
            "asked_on",
            "reason",
            "decided_on",
            "answer",
        )

    def render_due_on(self, value: Any, record: Transfer) -> str:
        """The last day, with the lamp while somebody has to answer."""
        return render_to_string("members/due.html", {"transfer": record, "lamp": lamp(record)})
