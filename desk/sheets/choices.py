"""Code sets of the import."""

from django.db.models import TextChoices


class ImportState(TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", "待确认列"
    CHECKING = "checking", "正在检查"
    PREVIEWED = "previewed", "待写入"
    APPLYING = "applying", "正在写入"
    APPLIED = "applied", "已写入"
    UNDONE = "undone", "已撤销"
    REFUSED = "refused", "未写入"
    DISCARDED = "discarded", "已放弃"


# From which states an import goes on; what is over has no file any more.
GOING_ON = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.PREVIEWED, ImportState.APPLYING)
WRITTEN = (ImportState.APPLIED, ImportState.UNDONE)


class Outcome(TextChoices):
    """What becomes of a row of the file."""

    CREATED = "created", "新增"
    UPDATED = "updated", "更新"
    UNCHANGED = "unchanged", "无变化"
    REJECTED = "rejected", "错误"
    SKIPPED = "skipped", "不导入"


class FileKind(TextChoices):
    """What kind of file it was."""

    XLSX = "xlsx", "Excel 工作簿"
    XLS = "xls", "Excel 97-2003 工作簿"
    CSV = "csv", "CSV 文本"


# A row whose first filled cell begins so is the example of a template: passed over, and counted with the empty rows.
EXAMPLE = "示例"
