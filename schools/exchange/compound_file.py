"""The container of old office files (.xls, .doc, locked .xlsx): its streams by name, in bounds.

A chain of sectors is followed at most once through, so one that bites its own tail ends. (The format: [MS-CFB],
https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/.)
"""

import struct
from dataclasses import dataclass

from schools.exchange.package import PackageRefused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFF0  # from here on numbers mean "end", "free" and the like
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True)
class _Entry:
    kind: int
    start: int
    size: int


class CompoundFile:
    """`names` of the streams, folded; `read` gives one. Raises `PackageRefused("broken_file")`."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise PackageRefused("broken_file")
        self.shift, small_shift = struct.unpack_from("<HH", data, 30)
        first, _transaction, self.cutoff, small = struct.unpack_from("<IIII", data, 48)
        more = struct.unpack_from("<I", data, 68)[0]
        if self.shift not in {9, 12} or small_shift != 6:
            raise PackageRefused("broken_file")
        self.data = data
        self.table = self._table(more)
        self.small_table = self._numbers(self._chained(small)) if small < _LAST_SECTOR else []
        self.entries = self._entries(self._chained(first))
        root = next((entry for entry in self.entries.values() if entry.kind == _ROOT), None)
        self.small_data = self._chained(root.start) if root and root.start < _LAST_SECTOR else b""
        self.names = frozenset(name for name, entry in self.entries.items() if entry.kind == _STREAM)

    def read(self, name: str) -> bytes:
        """The stream of that (folded) name."""
        entry = self.entries.get(name)
        if entry is None or entry.kind != _STREAM:
            raise PackageRefused("broken_file")
        if entry.size >= self.cutoff:
            content = self._chained(entry.start)
        else:
            chain = _chain(entry.start, self.small_table)
            pieces = [self.small_data[place << 6 : (place + 1) << 6] for place in chain]
            content = b"".join(pieces)
        if len(content) < entry.size:
            raise PackageRefused("broken_file")
        return content[: entry.size]

    def _sector(self, number: int) -> bytes:
        if (number + 1) << self.shift >= len(self.data):
            raise PackageRefused("broken_file")
        return self.data[(number + 1) << self.shift : (number + 2) << self.shift]

    def _numbers(self, content: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))

    def _table(self, more: int) -> list[int]:
        """The table of chains; the numbers of its own sectors begin in the head and go on in a chain of their own."""
        places = self._numbers(self.data[76:512])
        seen = 0
        while more < _LAST_SECTOR:
            seen += 1
            block = self._numbers(self._sector(more))
            if not block or seen > len(self.data) >> self.shift:
                raise PackageRefused("broken_file")
            places += block[:-1]
            more = block[-1]
        wanted = [place for place in places if place < _LAST_SECTOR]
        if len(wanted) > len(self.data) >> self.shift:
            raise PackageRefused("broken_file")
        return [number for place in wanted for number in self._numbers(self._sector(place))]

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self.table))

    def _entries(self, content: bytes) -> dict[str, _Entry]:
        found: dict[str, _Entry] = {}
        for at in range(0, len(content) - 127, 128):
            length, kind = struct.unpack_from("<HB", content, at + 64)
            if kind in {_STREAM, _ROOT} and 2 <= length <= 64:
                name = content[at : at + length - 2].decode("utf-16-le", "replace").casefold()
                start, size = struct.unpack_from("<II", content, at + 116)
                found.setdefault(name, _Entry(kind, start, size))
        return found


def _chain(start: int, table: list[int]) -> list[int]:
    places: list[int] = []
    while start < _LAST_SECTOR:
        if start >= len(table) or len(places) > len(table):
            raise PackageRefused("broken_file")
        places.append(start)
        start = table[start]
    return places
