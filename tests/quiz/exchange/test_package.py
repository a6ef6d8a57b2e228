"""A zip from a stranger: whatever is in it, it comes out whole and small or is refused by name."""

import contextlib
import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import package
from quiz.exchange.package import parts
from quiz.exchange.reading import FileRefused


def packed(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name), data, packing)  # without the hour, so that two workers make the same
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        parts(data)
    return caught.value.problem.code


FILES = {
    "imsmanifest.xml": b"<manifest/>",
    "media/map-01.png": bytes(range(256)),
    "empty.txt": b"",
    "câu 1.xml": b"<q/>",
}


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_honest_package_comes_out_whole(packing: int) -> None:
    assert parts(packed(FILES, packing)) == FILES


def test_folders_and_a_comment_are_no_files() -> None:
    out = io.BytesIO(packed({"media/": b"", "a.txt": b"a"}))
    with zipfile.ZipFile(out, "a") as made:
        made.comment = b"made by hand"
    assert parts(out.getvalue()) == {"a.txt": b"a"}


@pytest.mark.parametrize(
    "name",
    ["../a.xml", "a/../../b.xml", "/etc/passwd", "..\\a.xml", "\\\\host\\a", "C:\\a.xml", "c:a.xml", "a/..", ".."],
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert refusal(packed({"ok.xml": b"", name: b""})) == "unsafe_name"


@pytest.mark.parametrize("name", ["a..b.xml", "..a/b.xml", "a/.b", "a...xml"])
def test_dots_in_a_name_lead_nowhere(name: str) -> None:
    assert parts(packed({name: b"x"})) == {name: b"x"}


def test_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        entry = zipfile.ZipInfo("a.xml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    assert refusal(out.getvalue()) == "linked_part"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.xml", "one")
        made.writestr("a.xml", "other")
    assert refusal(out.getvalue()) == "doubled_name"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "word/VBAPROJECT.BIN", "inner.xlsm", "inner.docm"])
def test_macros_are_refused(name: str) -> None:
    assert refusal(packed({name: b"x"})) == "macros"


DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xml", DTD.encode()), ("A.XML", DTD.encode()), ("_rels/.rels", DTD.encode()), ("a.xml", DTD.encode("utf-16"))],
    ids=["plain", "capitals", "rels", "utf-16"],
)
def test_a_document_type_is_refused(name: str, data: bytes) -> None:
    assert refusal(packed({name: data})) == "has_dtd"
    assert parts(packed({"note.txt": data})) == {"note.txt": data}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"x" * 100, "broken_file"),
        (b"PK\x03\x04" + bytes(50), "broken_file"),
        (bytes(package.MAX_BYTES + 1), "too_large"),
        (packed({f"{n}": b"" for n in range(package.MAX_ENTRIES + 1)}), "too_many_entries"),
        (packed({"a": bytes(5_000_000)}), "too_large_unpacked"),
        (packed({str(n): bytes(300_000) for n in range(10)}), "too_large_unpacked"),
        (packed(FILES, zipfile.ZIP_LZMA), "broken_file"),
        (packed(FILES, zipfile.ZIP_BZIP2), "broken_file"),
        (packed(FILES)[:-30], "broken_file"),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_too_much_or_broken_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_the_whole_package_counts_not_the_size_it_claims() -> None:
    """The sizes in the directory are the stranger's own words."""
    data = bytearray(packed({"a.txt": bytes(3_000_000)}))
    directory = data.rindex(b"PK\x01\x02")
    for at in (22, directory + 24):
        struct.pack_into("<I", data, at, 10)
    assert refusal(bytes(data)) in {"too_large_unpacked", "broken_file"}


def test_a_locked_part_is_named() -> None:
    data = bytearray(packed({"a.xml": b"x"}))
    for at in (6, data.rindex(b"PK\x01\x02") + 8):
        data[at] |= 1
    assert refusal(bytes(data)) == "locked_file"


def test_a_part_whose_bytes_are_spoilt_is_refused() -> None:
    data = bytearray(packed({"a.txt": bytes(range(256)) * 20}))
    at = 30 + len("a.txt")
    data[at : at + 8] = b"\xff" * 8
    assert refusal(bytes(data)) == "broken_file"


def test_a_name_that_is_no_text_is_refused() -> None:
    data = packed({"é.xml": b"x"}).replace("é".encode(), b"\xff\xff")
    assert refusal(data) == "broken_file"


@settings(max_examples=500, deadline=None)
@given(
    hits=st.lists(st.tuples(st.integers(0, 700), st.binary(min_size=1, max_size=6)), max_size=4),
    cut=st.integers(0, 700),
)
def test_no_damage_does_more_than_be_refused(hits: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(packed(FILES))
    for at, piece in hits:
        data[at : at + len(piece)] = piece
    for spoilt in (bytes(data), bytes(data[:cut]), bytes(data[cut:])):
        with contextlib.suppress(FileRefused):
            assert sum(map(len, parts(spoilt).values())) <= package.MAX_UNPACKED
