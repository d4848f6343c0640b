"""Code sets of the vault."""

from django.db.models import TextChoices


class AccessKind(TextChoices):
    """Why a line stands in the access log."""

    REVEAL = "reveal", "查看原文"
    SEARCH = "search", "按证件号检索"
    EXPORT = "export", "导出"
    REFUSED = "refused", "被拒绝"
