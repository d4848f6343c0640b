"""What an attachment is, judged by its content and never by its name; and pictures made anew (promises.md H3, B6)."""

import io

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from desk.cases.choices import FileKind
from desk.sheets.reader.container import ZIP, parts_of
from desk.sheets.reader.limits import MIB, Limits
from desk.sheets.reader.refusals import FileRefused

PICTURE_AT_MOST, OTHER_AT_MOST = 5 * MIB, 10 * MIB
PIXELS_AT_MOST = 25_000_000
LONGEST_SIDE = 2_000
QUALITY = 85
FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}
STARTS = {b"\xff\xd8\xff": FileKind.JPEG, b"\x89PNG\r\n\x1a\n": FileKind.PNG, b"%PDF-": FileKind.PDF}
MAIN_PARTS = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
NOT_TAKEN = "只能添加照片（JPG、PNG）、PDF、Word 文档（.docx）和 Excel 工作簿（.xlsx）。"
BROKEN = "文件已损坏或没有传完整，请重新选择。"
KEPT = "这个附件没有保存，其他内容不受影响。"


def judged(data: bytes) -> tuple[FileKind, bytes]:
    """What `data` is, and what of it is kept: of a picture the pixels, of anything else all of it.

    Raises ValidationError, with a sentence for whoever added it.
    """
    kind = next((kind for start, kind in STARTS.items() if data.startswith(start)), None)
    if kind in FORMATS:
        return kind, _picture(data, kind)
    if len(data) > OTHER_AT_MOST:
        raise refused(f"文件超过 {OTHER_AT_MOST // MIB} MB。")
    if kind is FileKind.PDF:
        if b"%%EOF" not in data[-2048:]:
            raise refused(BROKEN)
        return kind, data
    if data.startswith(ZIP):
        return _document(data), data
    raise refused("文件是空的。" if not data else NOT_TAKEN)


def refused(sentence: str) -> ValidationError:
    """The refusal of an attachment, which says what was kept."""
    return ValidationError(sentence + KEPT)


def _document(data: bytes) -> FileKind:
    try:
        names = parts_of(data, Limits())
    except FileRefused as refusal:
        raise refused(refusal.happened) from None
    found = {kind for part, kind in MAIN_PARTS.items() if part in names}
    if len(found) != 1:
        raise refused(NOT_TAKEN)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise refused("文件带有宏。请另存为不带宏的 .docx 或 .xlsx 再添加。")
    return found.pop()


def _picture(data: bytes, kind: FileKind) -> bytes:
    """The picture made anew from its pixels, upright: what a phone writes into it (place, time, device) is gone."""
    if len(data) > PICTURE_AT_MOST:
        raise refused(f"照片超过 {PICTURE_AT_MOST // MIB} MB，请缩小后再添加。")
    if not _is_whole(data, kind):
        raise refused(BROKEN)
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as opened:
            if opened.width * opened.height > PIXELS_AT_MOST:
                raise refused(f"照片超过 {PIXELS_AT_MOST // 10_000:,} 万像素，请缩小后再添加。")
            opened.verify()  # after it the picture has to be opened once more
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as opened:
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(upright, kind)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):  # what Pillow raises for broken files
        raise refused(BROKEN) from None


def _is_whole(data: bytes, kind: FileKind) -> bool:
    """Whether the end of the picture is there. Pillow cannot be asked: WeasyPrint tells it to take broken ones."""
    if kind is FileKind.PNG:
        return b"IEND" in data
    return data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda")


def _written(picture: Image.Image, kind: FileKind) -> bytes:
    mode = "RGBA" if kind is FileKind.PNG and picture.has_transparency_data else "RGB"
    clean = Image.new(mode, picture.size)
    clean.paste(picture.convert(mode))  # pixels only: comments and profiles would be written with the old one
    out = io.BytesIO()
    clean.save(out, FORMATS[kind], quality=QUALITY, optimize=True)
    return out.getvalue()
