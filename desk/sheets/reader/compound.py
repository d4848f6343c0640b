"""Taking one stream out of an OLE compound file ([MS-CFB]), the container of .xls workbooks."""

from collections.abc import Iterator
from struct import unpack_from

from desk.sheets.reader.container import damaged

SECTOR_LIMIT = 0xFFFFFFFA  # numbers from here on are no sectors
DIRECTORY_ENTRY = 128
ROOT, STREAM = 5, 2
MINI_SECTOR = 64


class Compound:
    """A compound file. Its chains of sectors are followed at most as far as the file is long."""

    def __init__(self, data: bytes) -> None:
        """Raises FileRefused for a damaged file."""
        if len(data) < 512:
            raise damaged()
        self._data = data
        self._size = 1 << min(unpack_from("<H", data, 30)[0], 12)
        if self._size < 512:
            raise damaged()
        self._table = self._allocation()
        self._entries = dict(self._directory(unpack_from("<I", data, 48)[0]))

    def stream(self, *names: str) -> bytes:
        """The first stream there is of those called `names`. Raises FileRefused."""
        for name in names:
            if name in self._entries:
                start, size = self._entries[name]
                return (
                    self._small(start, size)
                    if size < unpack_from("<I", self._data, 56)[0]
                    else self._large(start, size)
                )
        raise damaged()

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise damaged()
        return self._data[start : start + self._size]

    def _allocation(self) -> list[int]:
        """Sector → the next one of its chain."""
        numbers = [n for n in unpack_from("<109I", self._data, 76) if n < SECTOR_LIMIT]
        more, left = unpack_from("<I", self._data, 68)[0], len(self._data) // self._size
        while more < SECTOR_LIMIT and left > 0:
            entries = _integers(self._sector(more))
            numbers += [n for n in entries[:-1] if n < SECTOR_LIMIT]
            more, left = entries[-1], left - 1
        if len(numbers) > len(self._data) // self._size:
            raise damaged()
        return [entry for number in numbers for entry in _integers(self._sector(number))]

    def _chain(self, start: int, table: list[int]) -> Iterator[int]:
        seen = 0
        while start < SECTOR_LIMIT:
            seen += 1
            if start >= len(table) or seen > len(table):
                raise damaged()
            yield start
            start = table[start]

    def _large(self, start: int, size: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._table)))[:size]

    def _small(self, start: int, size: int) -> bytes:
        container = self._large(*self._entries[""])
        table = _integers(self._large(unpack_from("<I", self._data, 60)[0], len(self._data)))
        parts = (container[n * MINI_SECTOR : (n + 1) * MINI_SECTOR] for n in self._chain(start, table))
        return b"".join(parts)[:size]

    def _directory(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Name → first sector and size; the container of the small streams under the empty name."""
        entries = self._large(start, len(self._data))
        for position in range(0, len(entries) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY):
            entry = entries[position : position + DIRECTORY_ENTRY]
            length, kind = unpack_from("<HB", entry, 64)
            if kind in (ROOT, STREAM):
                name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                yield "" if kind == ROOT else name, unpack_from("<II", entry, 116)


def _integers(sector: bytes) -> list[int]:
    return list(unpack_from(f"<{len(sector) // 4}I", sector))
