"""QTI packages meant to harm: each is refused, or its one bad item is, and nothing else happens."""

import base64
import io
import struct
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quiz.exchange import qti
from quiz.exchange.reading import FileRefused, Reading
from tests.quiz.exchange.drafts import PNG
from tests.quiz.exchange.qti_packages import (
    CHOICES,
    MATCH,
    choice,
    declared,
    item,
    manifest,
    packed,
    resource,
    sound,
)

HEAD = '<?xml version="1.0"?>'
LAUGHS = '<!DOCTYPE q [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def raw(*entries: tuple[zipfile.ZipInfo | str, bytes | str]) -> bytes:
    """A zip of entries as they are given, doubled names as well."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for entry, content in entries:
            package.writestr(entry, content)
    return buffer.getvalue()


def linked(name: str, target: str) -> tuple[zipfile.ZipInfo, str]:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry, target


def with_item(text: str | bytes, **more: str | bytes) -> bytes:
    return packed({"imsmanifest.xml": manifest(resource()), "cau-1.xml": text, **more})


def spoilt(data: bytes) -> bytes:
    """One letter of a stored file changed, its checksum left."""
    place = data.index(b"VIETNAM")
    return data[:place] + b"X" + data[place + 1 :]


def stored(name: str, content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        package.writestr(name, content)
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    """The flag that says that the first file needs a password."""
    place = data.index(b"PK\x01\x02")
    flags = struct.unpack("<H", data[place + 8 : place + 10])[0] | 1
    return data[:place] + data[place : place + 8] + struct.pack("<H", flags) + data[place + 10 :]


def crowded(number: int) -> bytes:
    """A directory of so many empty files."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0)
    listed = b"".join(entry + b"%06d" % n for n in range(number))
    kept = min(number, 0xFFFF)
    return listed + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, kept, kept, len(listed), 0, 0)


def claiming(data: bytes, size: int) -> bytes:
    """A file that is said to be smaller than it is."""
    place = data.index(b"PK\x01\x02")
    return data[: place + 24] + struct.pack("<I", size) + data[place + 28 :]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "empty_file"),
        (lambda: b"PK\x03\x04 no zip at all", "broken_file"),
        (lambda: sound().encode(), "broken_file"),
        (lambda: sound().encode() * 20_000, "too_large"),
        (lambda: with_item(sound())[:-40], "broken_file"),
        (lambda: with_item("0" * 60_000_000), "too_large_unpacked"),
        (lambda: raw(*((f"{n}.xml", "0" * 3_000_000) for n in range(20))), "too_large_unpacked"),
        (lambda: crowded(100_000), "too_many_entries"),
        (lambda: with_item(sound(), **{"../out.xml": sound()}), "unsafe_name"),
        (lambda: with_item(sound(), **{"a/../../out.xml": sound()}), "unsafe_name"),
        (lambda: with_item(sound(), **{"/etc/passwd": "x"}), "unsafe_name"),
        (lambda: with_item(sound(), **{"C:\\out.xml": "x"}), "unsafe_name"),
        (lambda: with_item(sound(), **{"..\\out.xml": "x"}), "unsafe_name"),
        (lambda: raw(("imsmanifest.xml", manifest()), linked("a.xml", "/etc/passwd")), "linked_part"),
        (lambda: raw(("a.xml", sound()), ("a.xml", sound())), "doubled_name"),
        (lambda: raw(("a/b.xml", sound()), ("a\\b.xml", sound())), "doubled_name"),
        (lambda: raw(("a.xml", sound()), ("./a.xml", sound())), "doubled_name"),
        (lambda: spoilt(stored("a.xml", sound(stem="VIETNAM"))), "broken_file"),
        (lambda: locked(with_item(sound())), "locked_file"),
        (lambda: claiming(stored("a.xml", sound()), 10), "broken_file"),
        (lambda: with_item(f"{HEAD}<!DOCTYPE assessmentItem><assessmentItem/>"), "has_dtd"),
        (lambda: with_item(HEAD + LAUGHS + "<assessmentItem>&c;</assessmentItem>"), "has_dtd"),
        (lambda: packed({"imsmanifest.xml": HEAD + LAUGHS + "<manifest/>"}), "has_dtd"),
        (lambda: with_item(f'{HEAD}<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><q>&x;</q>'), "has_dtd"),
        (lambda: with_item(f'{HEAD}<!DOCTYPE q [<!ENTITY % x SYSTEM "http://a.example/x">%x;]><q/>'), "has_dtd"),
        (lambda: with_item(f'{HEAD}<!DOCTYPE q SYSTEM "http://a.example/q.dtd"><q/>'.encode("utf-16")), "has_dtd"),
        (lambda: packed({"inner.zip": with_item(sound())}), "not_qti"),
        (lambda: packed({"a.xml": "<html><script>alert(1)</script></html>"}), "not_qti"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_harmful_package_is_refused(make: object, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        qti.read(make())  # type: ignore[operator]
    assert refused.value.problem.code == code


def problems(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.code, problem.values) for problem in reading.problems]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("gone.xml", "part_missing"),
        ("", "part_missing"),
        ("../cau-1.xml", "part_outside"),
        ("a/../../cau-1.xml", "part_outside"),
        ("%2e%2e/cau-1.xml", "part_outside"),
        ("/etc/passwd", "part_outside"),
        ("file:///etc/passwd", "part_outside"),
        ("http://a.example/item.xml", "part_outside"),
        ("//a.example/item.xml", "part_outside"),
        ("C:\\items\\a.xml", "part_outside"),
    ],
)
def test_addresses_out_of_the_package_lead_nowhere(address: str, code: str) -> None:
    files = {"imsmanifest.xml": manifest(resource("ok.xml"), resource(address, identifier="BAD")), "ok.xml": sound()}
    reading = qti.read(packed(files))
    assert problems(reading) == [(code, (address,))]
    assert len(reading.drafts) == 1


def test_bases_out_of_the_package_lead_nowhere() -> None:
    for base in ("http://a.example/", "file:///etc/", "../"):
        text = manifest(resource("passwd"), base=f'xml:base="{base}"')
        assert problems(qti.read(packed({"imsmanifest.xml": text})))[0][0] == "part_outside"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("../../secret.png", "unsafe"),
        ("%2e%2e%2fsecret.png", "unsafe"),
        ("file:///etc/passwd", "unsafe"),
        ("http://a.example/spy.gif", "unsafe"),
        ("//a.example/spy.gif", "unsafe"),
        ("javascript:alert(1)", "unsafe"),
        ("gone.png", "not_in_file"),
        ("script.svg", "unsafe"),
        ("handler.svg", "unsafe"),
        ("outside.svg", "unsafe"),
        ("page.png", "not_a_picture"),
        ("data:image/png;base64,!!!", "broken"),
        ("data:image/svg+xml;base64," + base64.b64encode(b"<svg onload='a()'/>").decode(), "unsafe"),
    ],
)
def test_harmful_pictures_are_left_out(address: str, reason: str) -> None:
    files = {
        "script.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "handler.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "outside.svg": "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://a.example/'/></svg>",
        "page.png": "<html><script>alert(1)</script></html>",
    }
    reading = qti.read(with_item(sound(stem=f'Q <img src="{address}" alt="x"/>'), **files))
    assert [(note.code, note.values[1]) for note in reading.notes] == [("picture_refused", reason)]
    assert reading.drafts[0].picture is None


def test_more_elements_than_any_bank_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.exchange.qti.xml.MAX_ELEMENTS", 30)
    with pytest.raises(FileRefused, match="too_many_items"):
        qti.read(packed({f"{n}.xml": sound(f"cau-{n}") for n in range(9)}))


def test_circles_end() -> None:
    test = "<assessmentTest><testPart><assessmentSection>{}</assessmentSection></testPart></assessmentTest>"
    needs = '<dependency identifierref="B"/><dependency identifierref="A"/>'
    files = {
        "imsmanifest.xml": manifest(
            resource("cau-1.xml", identifier="A", inside=needs),
            resource("t.xml", identifier="B", kind="imsqti_test_xmlv2p1", inside='<dependency identifierref="A"/>'),
            resource("imsmanifest.xml", identifier="C"),
            resource("sub/imsmanifest.xml", identifier="D"),
        ),
        "sub/imsmanifest.xml": manifest(resource("../imsmanifest.xml", identifier="E")),
        "t.xml": test.format('<assessmentSectionRef href="s.xml"/><assessmentItemRef href="cau-1.xml"/>'),
        "s.xml": '<assessmentSection><assessmentSectionRef href="s.xml"/><assessmentSectionRef href="t.xml"/>'
        "</assessmentSection>",
        "cau-1.xml": sound(),
    }  # fmt: skip
    reading = qti.read(packed(files))
    assert ([draft.slug for draft in reading.drafts], reading.problems, reading.notes) == (["cau-1"], [], [])


def test_needs_that_nothing_meets_are_named() -> None:
    reading = qti.read(
        packed({"imsmanifest.xml": manifest(resource(inside='<dependency identifierref="X"/>')), "cau-1.xml": sound()})
    )
    assert problems(reading) == [("part_missing", ("X",))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (item(declared("A"), choice(stem="<div>" * 50_000 + "</div>" * 50_000), MATCH), "too_deep"),
        (item(declared("A"), choice(), MATCH) + "<more/>", "broken_file"),
        (b"\xff\xfe\x00\x00", "broken_file"),
        (b"\0" * 1000, "broken_file"),
        ('<?xml version="1.0" encoding="utf-7"?><assessmentItem/>', "broken_file"),
        ('<?xml version="1.0" encoding="idna"?><assessmentItem/>', "broken_file"),
        ("<assessmentItem>&unknown;</assessmentItem>", "broken_file"),
        ("<a:assessmentItem/>", "broken_file"),
        (item('<responseProcessing><customOperator class="java.lang.Runtime"/></responseProcessing>',
              declared("A"), choice()), "operator_not_carried"),
        (item(declared(*["A"] * 10_001), choice(), MATCH), "options_too_many"),
    ],
)  # fmt: skip
def test_a_harmful_item_is_left_out(text: str | bytes, code: str) -> None:
    files = {"imsmanifest.xml": manifest(resource(), resource("b.xml", identifier="B")), "cau-1.xml": text}
    reading = qti.read(packed(files | {"b.xml": sound("cau-2")}))
    assert [problem.code for problem in reading.problems] == [code]
    assert [draft.slug for draft in reading.drafts] == ["cau-2"]


def test_nothing_active_survives() -> None:
    stem = (
        "A<script>alert(1)</script><style>b{}</style> <a href='javascript:alert(1)' onclick='x()'>c</a>"
        "<iframe src='http://a.example'>d</iframe>&lt;script&gt;e&lt;/script&gt; &lt;img onerror=x&gt;"
        "<svg><script>f()</script></svg><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>"
    )
    reading = qti.read(with_item(item(declared("A"), choice(CHOICES, stem=stem), MATCH)))
    [draft] = reading.drafts
    assert draft.stem_vi == "A c<script>e</script> <img onerror=x>"  # what was escaped is text
    assert [note.values for note in reading.notes] == [("a, iframe, include, script, style, svg",)]


def test_large_packages_are_read_in_time() -> None:
    """Many items, each listed many times."""
    names = [f"i{n}.xml" for n in range(1_000)]
    listed = "".join(resource(name, identifier=f"R{n}") for n, name in enumerate(names)) * 20
    files = {"imsmanifest.xml": manifest(listed), **{name: sound(name[:-4]) for name in names}}
    start = time.monotonic()
    reading = qti.read(packed(files))
    assert (len(reading.drafts), reading.problems) == (1_000, [])
    assert time.monotonic() - start < 30


@settings(max_examples=80, deadline=None)
@example(b"PK\x05\x06" + b"\0" * 18)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    for file in (data, with_item(data), packed({"imsmanifest.xml": data, "a.xml": sound(), "a.png": PNG})):
        with suppress(FileRefused):
            qti.read(file)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from(["", "<", ">", "&", '"', "x", "</p>"]))
def test_items_with_a_piece_cut_out_are_refused_or_read(start: int, length: int, put: str) -> None:
    text = sound()
    start %= len(text)
    reading = qti.read(with_item(text[:start] + put + text[start + length % 60 :]))
    assert len(reading.drafts) + len(reading.problems) >= 1
