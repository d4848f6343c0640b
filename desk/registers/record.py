"""What every row of a register carries."""

from django.db import models


class Record(models.Model):
    """A row that people edit: counted versions for the optimistic lock, and when it came and changed."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        abstract = True


RECORD_FIELDS = "id version created_at updated_at"
