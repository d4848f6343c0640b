"""Code sets of every case. The same word in model, address, template and test."""

from django.db.models import IntegerChoices, TextChoices


class By(TextChoices):
    """Who made an entry in the file of a case."""

    STAFF = "staff", "工会"
    VISITOR = "visitor", "本人"
    CLOCK = "clock", "系统"


class EntryKind(TextChoices):
    """What an entry in the file of a case is."""

    MOVED = "moved", "办理"
    NOTE = "note", "内部备注"
    REPLY = "reply", "答复"
    MESSAGE = "message", "留言"


class Reason(IntegerChoices):
    """Whether a move says why."""

    NONE = 0, "不填"
    OPTIONAL = 1, "可填"
    REQUIRED = 2, "必填"


class Lamp(TextChoices):
    """红黄绿: how near the day is on which a case falls due."""

    RED = "red", "已超期"
    AMBER = "amber", "临期"
    GREEN = "green", "正常"
    GREY = "grey", "不计时限"


class FileKind(TextChoices):
    """What an attachment is, judged by its content and never by its name."""

    JPEG = "jpeg", "照片"
    PNG = "png", "图片"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word 文档"
    XLSX = "xlsx", "Excel 工作簿"
