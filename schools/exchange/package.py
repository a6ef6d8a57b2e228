"""A package (zip) from a stranger: bounded in every direction and unpacked in memory, never onto the disk."""

import io
import stat
import struct
import zipfile
import zlib

MAX_BYTES = 10_000_000
MAX_UNPACKED = 50_000_000
MAX_ENTRIES = 2_000
MAX_RATIO = 200  # of the whole package; honest packages of equal XML reach about 60
_CHUNK = 1 << 20
# zipfile's own words: NotImplementedError for a way of packing it does not know, RuntimeError for a locked part
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError,
    RuntimeError, ValueError, IndexError,  # a part without a name
)  # fmt: skip
# what office programs and Moodle use; LZMA could ask for gigabytes of memory in its first bytes
PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class PackageRefused(ValueError):
    """`code` says why the whole file is refused, `where` the part or place."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.where = where


def parts(data: bytes) -> dict[str, bytes]:
    """The files of a package by name. Raises `PackageRefused`: empty_file, too_large, too_large_unpacked, broken_file,
    unsafe_name (a way out of the package), doubled_name, linked_part, locked_file, macros, has_dtd.
    """
    if not data:
        raise PackageRefused("empty_file")
    if len(data) > MAX_BYTES:
        raise PackageRefused("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_entries(entries)
            left = min(MAX_UNPACKED, max(len(data) * MAX_RATIO, 1_000_000))
            found = {}
            for entry in entries:
                if not entry.is_dir():
                    found[entry.filename] = _unpacked(package, entry, left)
                    left -= len(found[entry.filename])
            return found
    except PackageRefused:  # a ValueError, like a name that is no text
        raise
    except BROKEN:
        raise PackageRefused("broken_file") from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise PackageRefused("too_many_entries")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise PackageRefused("doubled_name")
    for entry in entries:
        if _leads_out(entry.filename):
            raise PackageRefused("unsafe_name", entry.filename[:80])
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise PackageRefused("linked_part", entry.filename[:80])
        if entry.compress_type not in PACKED:
            raise PackageRefused("broken_file", entry.filename[:80])
        if entry.flag_bits & 1:
            raise PackageRefused("locked_file")
        if entry.filename.casefold().endswith(("vbaproject.bin", ".xlsm", ".docm")):
            raise PackageRefused("macros", entry.filename[:80])


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain or "\0" in plain or ".." in plain.split("/")


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    pieces, size = [], 0
    with package.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise PackageRefused("too_large_unpacked")
            pieces.append(piece)
    data = b"".join(pieces)
    # UTF-16 puts a zero beside each letter
    if entry.filename.casefold().endswith((".xml", ".rels")) and b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise PackageRefused("has_dtd", entry.filename[:80])
    return data
