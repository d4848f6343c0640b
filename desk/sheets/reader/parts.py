"""The parts of a workbook, unpacked block by block and held to the sizes that its directory declares."""

import re
import zlib
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from desk.sheets.reader.container import damaged, directory
from desk.sheets.reader.limits import MIB, Limits
from desk.sheets.reader.refusals import COPY_TO_NEW, SAVE_AS_XLSX, FileRefused

BLOCK = MIB
LOCAL_HEADER = 30
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"<![CDATA[")
MARK = b"!"  # in all of them
ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")
LONGEST_SIGN = max(map(len, FORBIDDEN))
UNDERSTOOD = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


class Parts:
    """The parts of the zip file `data`, found whatever the case of their names."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises FileRefused when the directory will not do."""
        self._data = data
        with directory(data, limits) as archive:
            self._parts = {part.filename.lower(): part for part in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def xml_names(self) -> list[str]:
        """The names of all parts that are XML."""
        return [name for name in self._parts if name.endswith((".xml", ".rels"))]

    def read(self, name: str) -> bytes:
        """The whole part. Raises FileRefused."""
        return b"".join(self.blocks(name))

    def blocks(self, name: str) -> Iterator[bytes]:
        """The part in blocks. Raises FileRefused when it is damaged or not of the declared size.

        zipfile would stop at the declared size, and other libraries go on: so a part that lies about its size would
        be one thing to this check and another to the reader behind it.
        """
        part = self._parts[name.lower()]
        size = checksum = 0
        for block in self._unpacked(part):
            if not size:
                _demand_utf8(block)
            size += len(block)
            checksum = zlib.crc32(block, checksum)
            if size > part.file_size:
                raise FileRefused("文件的结构不正常：展开后比它自己声明的大。", COPY_TO_NEW)
            yield block
        if size != part.file_size or checksum != part.CRC:
            raise damaged()

    def _unpacked(self, part: ZipInfo) -> Iterator[bytes]:
        packed = self._packed(part)
        if part.compress_type == ZIP_STORED:
            yield from (bytes(packed[start : start + BLOCK]) for start in range(0, len(packed), BLOCK))
            return
        if part.compress_type != ZIP_DEFLATED:
            raise damaged()
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        waiting: bytes | memoryview = packed
        try:
            while not inflate.eof:
                block = inflate.decompress(waiting, BLOCK)
                waiting = inflate.unconsumed_tail
                if not block and not waiting:
                    raise damaged()
                yield block
        except zlib.error as error:
            raise damaged() from error

    def _packed(self, part: ZipInfo) -> memoryview:
        header = self._data[part.header_offset : part.header_offset + LOCAL_HEADER]
        if len(header) < LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise damaged()
        name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
        start = part.header_offset + LOCAL_HEADER + name + extra
        packed = memoryview(self._data)[start : start + part.compress_size]
        if len(packed) < part.compress_size:
            raise damaged()
        return packed


def _demand_utf8(start: bytes) -> None:
    """Raises FileRefused for XML in another encoding, which calamine would take for UTF-8."""
    declared = ENCODING.match(start.removeprefix(b"\xef\xbb\xbf"))
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or (declared and declared[1].lower() not in UNDERSTOOD):
        raise FileRefused("文件内部的文字编码不是 UTF-8，为避免把姓名读错，没有读取。", SAVE_AS_XLSX)


def refuse_declarations(parts: Parts, skip: set[str]) -> None:
    """Unpack every XML part but those in `skip`, and so check its size and refuse declarations."""
    for name in parts.xml_names():
        if name not in skip:
            for _ in refusing_declarations(parts.blocks(name)):
                pass


def refusing_declarations(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks, refusing what no spreadsheet program writes, also where it lies across two of them.

    A document type can define entities (XML bombs, XXE); calamine reads text in CDATA as nothing.
    """
    end = b""
    for block in blocks:
        exclaims = MARK in block or MARK in end  # rare, and found ten times faster than the signs
        if exclaims and any(sign in block or sign in end + block[:LONGEST_SIGN] for sign in FORBIDDEN):
            raise FileRefused("文件里有正常表格没有的 XML 声明（可能是恶意文件），没有读取。", COPY_TO_NEW)
        end = block[-LONGEST_SIGN:]
        yield block
