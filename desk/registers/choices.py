"""Code sets of the registers."""

from django.db.models import TextChoices


class Format(TextChoices):
    """What a list can be exported as."""

    XLSX = "xlsx", "Excel 工作簿"
    CSV = "csv", "CSV 文本"
    PDF = "pdf", "PDF（横向 A4）"
