"""The shared strings of an .xls workbook, as far as needed: which of them are blank ([MS-XLS] 2.5.293)."""

from struct import unpack

from desk.sheets.reader.container import damaged

WIDE, PHONETIC, RICH = 0x01, 0x04, 0x08


def blank_strings(records: list[bytes]) -> set[int]:
    """The numbers of the strings that hold nothing but white space. Raises FileRefused."""
    if not records:
        return set()
    walk = _Walk(records)
    count = unpack("<II", walk.take(8))[1]
    return {number for number in range(count) if not walk.text().strip()}


class _Walk:
    """Through the records as one; a text that goes on in the next record says there anew whether it is wide."""

    def __init__(self, records: list[bytes]) -> None:
        self._following = iter(records)
        self._record, self._position = b"", 0

    def take(self, length: int) -> bytes:
        """The next `length` bytes."""
        taken = b""
        while len(taken) < length:
            self._go_on()
            part = self._record[self._position : self._position + length - len(taken)]
            self._position += len(part)
            taken += part
        return taken

    def text(self) -> str:
        """The next string."""
        length, flags = unpack("<HB", self.take(3))
        runs = unpack("<H", self.take(2))[0] if flags & RICH else 0
        extra = unpack("<I", self.take(4))[0] if flags & PHONETIC else 0
        text = ""
        while len(text) < length:
            if self._go_on():
                flags = self.take(1)[0]
            text += self._characters(length - len(text), wide=bool(flags & WIDE))
        self.take(4 * runs + extra)
        return text

    def _characters(self, count: int, *, wide: bool) -> str:
        """At most `count` characters, as many as the record holds."""
        size = count * 2 if wide else count
        part = self._record[self._position : self._position + size]
        if wide and len(part) % 2:
            raise damaged()
        self._position += len(part)
        # Halves of a surrogate pair may lie in two records; only blankness is asked.
        return "".join(map(chr, unpack(f"<{len(part) // 2}H", part))) if wide else part.decode("latin-1")

    def _go_on(self) -> bool:
        """Go to the next record at the end of this one; whether that was so. Raises FileRefused after the last."""
        if self._position < len(self._record):
            return False
        record = next(self._following, None)
        if not record:
            raise damaged()
        self._record, self._position = record, 0
        return True
