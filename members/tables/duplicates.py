"""The columns of the review list of possible duplicates."""

import django_tables2 as tables

from members.models import DuplicateHint


class DuplicateTable(tables.Table):
    """Columns of the pairs."""

    one = tables.Column(accessor="one__name", verbose_name="档案一")
    one_union = tables.Column(accessor="one__union__name", verbose_name="档案一所属工会")
    other = tables.Column(accessor="other__name", verbose_name="档案二")
    other_union = tables.Column(accessor="other__union__name", verbose_name="档案二所属工会")
    union = tables.Column(accessor="union__name", verbose_name="核对工会")

    class Meta:
        model = DuplicateHint
        fields = ("one", "one_union", "other", "other_union", "grounds", "state", "union", "created_at", "decided_on")
