"""Old office files made byte by byte, sound and hostile: containers of streams, and workbooks of records."""

import struct

END, FREE, OWN = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def container(streams, *, chain=None):
    """A compound file with these streams, each padded to the size that needs no small sectors; `chain` replaces the
    table of chains.
    """
    table, content, entries = [OWN, END], b"", [_entry("Root Entry", 5, END, 0)]  # the table, the directory
    for name, plain in streams.items():
        padded = plain.ljust(4096, b"\0")
        padded += bytes(-len(padded) % SECTOR)
        first, count = len(table), len(padded) // SECTOR
        table += [*range(first + 1, first + count), END]
        entries.append(_entry(name, 2, first, max(len(plain), 4096)))
        content += padded
    assert len(entries) <= 4
    numbers = chain or table
    numbers = struct.pack(f"<{SECTOR // 4}I", *numbers, *[FREE] * (SECTOR // 4 - len(numbers)))
    content = numbers + b"".join(entries).ljust(SECTOR, b"\0") + content
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + content


def _entry(name, kind, start, size):
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + struct.pack("<III", FREE, FREE, FREE)
    return entry.ljust(116, b"\0") + struct.pack("<II4x", start, size)


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def bof(kind, version=0x0600):
    return record(0x809, struct.pack("<HH12x", version, kind))


def workbook(cells, *, before=b"", version=0x0600):
    """A workbook of one sheet with these cell records."""
    name = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 2, 0) + b"9A")
    opening = bof(5, version) + before
    offset = len(opening) + len(name) + 4
    name = record(0x85, struct.pack("<IBBBB", offset, 0, 0, 2, 0) + b"9A")
    stream = opening + name + record(0x0A) + bof(0x10) + b"".join(cells) + record(0x0A)
    return container({"Workbook": stream})


def label(row, column, text):
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
