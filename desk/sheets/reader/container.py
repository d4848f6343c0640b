"""What a file is, judged by its content, and the refusal of what must not be opened (promises.md B6).

Nothing is unpacked here: the sizes stand in the directory at the end of a zip file. That they are true is checked
while reading, in the child process.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import IO

from desk.sheets.reader.limits import MIB, Limits, configured
from desk.sheets.reader.refusals import COPY_TO_NEW, SAVE_AS_XLSX, SPLIT, FileRefused

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DIRECTORY_END = b"PK\x05\x06"
LARGEST_DIRECTORY = MIB  # 2,000 entries take about 150 KiB
WORTH_PACKING = MIB  # below this size no ratio makes a bomb
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".xlsx", ".xlsm", ".xlsb", ".xls", ".docx", ".tar")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF")
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class Kind:
    """What the file is: `name` is xlsx, xls or csv; `notes` are for its owner."""

    name: str
    notes: tuple[str, ...] = ()


def check_before_opening(file: bytes | IO[bytes], limits: Limits | None = None) -> Kind:
    """What `file` is. Raises FileRefused for what must not be opened, within a second and without unpacking."""
    limits = limits or configured()
    data = content_of(file, limits)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileRefused("这个文件是空的。", "请核对选的是不是这个文件，或下载导入模板重新填写。")
    if data.startswith(ZIP):
        return _check_zip(data, limits)
    if data.startswith(OLE):
        return _check_ole(data)
    _refuse_what_is_no_table(data)
    return Kind("csv")


def content_of(file: bytes | IO[bytes], limits: Limits) -> bytes:
    """The bytes of `file`, of which no more is read than allowed. Raises FileRefused."""
    data = file if isinstance(file, bytes) else file.read(limits.size + 1)
    if len(data) > limits.size:
        raise FileRefused(f"文件超过 {limits.size // MIB} MB，没有打开。", SPLIT)
    return data


def directory(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The zip file, its directory read. Raises FileRefused when that is too large or damaged."""
    end = data.rfind(DIRECTORY_END)
    declared = data[end + 10 : end + 16] if end >= 0 else b""  # number of entries, size of the directory
    count, size = int.from_bytes(declared[:2], "little"), int.from_bytes(declared[2:6], "little")
    if count > limits.entries or size > LARGEST_DIRECTORY:
        raise _too_many_parts(limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise damaged() from error
    if len(archive.infolist()) > limits.entries:
        raise _too_many_parts(limits)
    return archive


def parts_of(data: bytes, limits: Limits) -> list[str]:
    """The names of the parts of an office document, in lower case. Raises FileRefused for what must not be opened."""
    with directory(data, limits) as archive:
        parts = archive.infolist()
        names = {part.filename.lower(): part for part in parts}
        if "encryptedpackage" in names or any(part.flag_bits & 1 for part in parts):
            raise password()
        _refuse_strange_names(parts, names)
        _refuse_bombs(parts, len(data), limits)
        return list(names)


def damaged() -> FileRefused:
    """The refusal of a workbook whose bytes do not fit together."""
    return FileRefused("文件已损坏或没有传完整，无法读取。", "请用 Excel 或 WPS 打开并重新保存，再上传一次。")


def _check_zip(data: bytes, limits: Limits) -> Kind:
    with directory(data, limits) as archive:
        parts = archive.infolist()
        names = {part.filename.lower(): part for part in parts}
        if "encryptedpackage" in names or any(part.flag_bits & 1 for part in parts):
            raise password()
        _refuse_other_kinds(names, archive)
        _refuse_strange_names(parts, names)
        _refuse_bombs(parts, len(data), limits)
        return Kind("xlsx", _notes(list(names)))


def _refuse_other_kinds(names: dict[str, zipfile.ZipInfo], archive: zipfile.ZipFile) -> None:
    if WORKBOOK in names:
        return
    if "xl/workbook.bin" in names:
        raise FileRefused("这是二进制工作簿（.xlsb），系统不能逐行核对它的内容。", SAVE_AS_XLSX)
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused("这是 OpenDocument 表格（.ods），系统不能逐行核对它的内容。", SAVE_AS_XLSX)
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise FileRefused("这不是表格文件，而是文档或演示文稿。", "请把名单整理到 Excel 工作簿（.xlsx）中后上传。")
    raise FileRefused(
        f"这是一个压缩包，里面没有工作簿（共 {len(names)} 个文件）。", "请先解压，再上传其中的 Excel 文件。"
    )


def _refuse_strange_names(parts: list[zipfile.ZipInfo], names: dict[str, zipfile.ZipInfo]) -> None:
    if len(names) != len(parts):
        raise FileRefused("文件的结构不正常：里面有重名的部分，内容可能被改动过。", COPY_TO_NEW)
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in name:
            raise FileRefused("文件的结构不正常：里面有指向文件以外的路径。", COPY_TO_NEW)
        if name.endswith(ARCHIVES):
            raise FileRefused("文件里还嵌着别的文件或压缩包，系统不打开这样的文件。", COPY_TO_NEW)


def _refuse_bombs(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked:
        raise FileRefused(
            f"文件展开后有 {unpacked // MIB:,} MB，超过 {limits.unpacked // MIB} MB 的上限，没有打开。",
            "这常常是因为表格下方有大量带格式的空行。" + COPY_TO_NEW,
        )
    largest = max(
        (part.file_size / max(part.compress_size, 1) for part in parts if part.file_size > WORTH_PACKING), default=0
    )
    if max(largest, unpacked / size if unpacked > WORTH_PACKING else 0) > limits.ratio:
        raise FileRefused(
            f"文件展开后是原来的 {limits.ratio} 倍以上，不像正常的表格，没有打开。",
            "这常常是因为表格下方有大量带格式的空行。" + COPY_TO_NEW,
        )


def _notes(names: list[str]) -> tuple[str, ...]:
    notes = []
    if any(name.endswith("vbaproject.bin") for name in names):
        notes.append("文件带有宏：宏没有运行，只读取了单元格。")
    if any(name.startswith("xl/externallinks/") for name in names):
        notes.append("文件引用了别的文件：没有打开被引用的文件。")
    return tuple(notes)


def _check_ole(data: bytes) -> Kind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise password()
    if not holds("Workbook") and not holds("Book"):
        raise FileRefused("这不是表格文件，而是旧格式的文档。", "请把名单整理到 Excel 工作簿（.xlsx）中后上传。")
    macros = ("文件带有宏：宏没有运行，只读取了单元格。",) if holds("_VBA_PROJECT") else ()
    return Kind("xls", macros)


def password() -> FileRefused:
    """The refusal of a file that only opens with a password."""
    return FileRefused(
        "文件设有打开密码，系统无法读取。", "请在 Excel 或 WPS 中取消密码（文件 → 信息 → 保护工作簿），保存后重新上传。"
    )


def _too_many_parts(limits: Limits) -> FileRefused:
    return FileRefused(f"文件内部的部分超过 {limits.entries:,} 个，不像正常的表格，没有打开。", COPY_TO_NEW)


def _refuse_what_is_no_table(data: bytes) -> None:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    wide = start.replace(b"\x00", b"")
    if any(sign in wide for sign in (b"<html", b"<!doctype html", b"<table", b"<meta ", b"<head")):
        raise FileRefused("这其实是一个网页，只是名字像 Excel 文件（有些系统导出的就是这样）。", SAVE_AS_XLSX)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in wide or wide.startswith(b"<?xml"):
        raise FileRefused("这是 XML 文件，不是 Excel 工作簿。", SAVE_AS_XLSX)
    if data.startswith(PICTURES):
        raise FileRefused("这是图片或 PDF，不是表格。", "请把名单整理到 Excel 工作簿（.xlsx）中后上传。")
