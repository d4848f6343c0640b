"""The columns of the applications to join."""

import django_tables2 as tables

from members.models import MembershipApplication


class ApplicationTable(tables.Table):
    """Columns of the applications."""

    union = tables.Column(accessor="union__name", verbose_name="申请加入的工会")

    class Meta:
        model = MembershipApplication
        fields = ("name", "id_number", "phone", "employer_name", "union", "state", "consent_at", "decided_on", "answer")
