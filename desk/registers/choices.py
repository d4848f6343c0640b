"""Code sets of the registers."""

from django.db.models import TextChoices


class Format(TextChoices):
    """What a list can be exported as."""

    XLSX = "xlsx", "Excel 工作簿"
    CSV = "csv", "CSV 文本"
    PDF = "pdf", "PDF（横向 A4）"


class Approval(TextChoices):
    """Where an export of many people's unmasked data stands (promises.md B11)."""

    NOT_NEEDED = "", "无需批准"
    WAITING = "waiting", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
