"""Documents from strangers: what would hang, fetch, run or fool is refused by name, or bounded, or read as text."""

import contextlib
import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import word
from quiz.exchange.reading import FileRefused, Reading
from quiz.exchange.word import body as word_body
from quiz.exchange.word import package as word_package
from tests.quiz.exchange.papers import DOCUMENT, Picture, Xml, paper, png, with_xml
from tests.quiz.exchange.workbooks import patched, repacked, xlsx

QUESTION = ("Câu 1. Q?", "__A__. x", "B. y", "C. z")
SOUND = paper(*QUESTION)
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "word/_rels/document.xml.rels"


def refusal(data: bytes) -> str:
    begun = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        word.read(data)
    assert time.monotonic() - begun < 20
    return refused.value.problem.code


def read(data: bytes) -> Reading:
    begun = time.monotonic()
    reading = word.read(data)
    assert time.monotonic() - begun < 20
    return reading


def document(body: str) -> bytes:
    """A document of this XML and nothing else."""
    xml = f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>'
    return with_xml(lambda _xml: xml.encode(), SOUND)


def bare(body: str) -> bytes:
    """The same in the smallest package there is."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    link = f'<r xmlns="x"><Relationship Id="a" Type="{kind}" Target="word/document.xml"/></r>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("_rels/.rels", link)
        package.writestr(DOCUMENT, f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


def paragraphs(*texts: str) -> str:
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in texts)


def added(**parts: bytes) -> bytes:
    return repacked(SOUND, lambda _name, content: content, **parts)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04" + b"0" * 10_000_001, "too_large"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_word"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked_file"),
        (b"{\\rtf1 C\\'e2u 1.}", "old_word"),
        (b"<html><body>C\xc3\xa2u 1.</body></html>", "not_a_word_file"),
        (b"%PDF-1.7", "not_a_word_file"),
        (xlsx([["Câu hỏi"]]), "not_a_word_file"),
        (b"PK\x03\x04nothing", "broken_file"),
        (SOUND[:-40], "broken_file"),
        (repacked(SOUND, lambda name, content: None if name == "_rels/.rels" else content), "not_a_word_file"),
        (repacked(SOUND, lambda name, content: None if name == DOCUMENT else content), "not_a_word_file"),
        (added(**{"word__vbaProject.bin": b"x"}), "macros"),
        (
            patched(SOUND, lambda x: x.replace(b"document.main", b"document.macroEnabled.main"), "[Content_Types].xml"),
            "macros",
        ),
        (added(**{"..__..__up.xml": b"<x/>"}), "unsafe_name"),
        (added(**{f"x{number}": b"" for number in range(2_001)}), "too_many_entries"),
        (added(big=b"\0" * 20_000_000), "too_large_unpacked"),
        (with_xml(lambda _xml: b"<w:document"), "not_a_word_file"),
        (with_xml(lambda xml: xml[:-20]), "broken_file"),
        (with_xml(lambda xml: xml.replace(b"Q?", b"&nothing;")), "broken_file"),
        (with_xml(lambda xml: b"<!DOCTYPE x []>" + xml[xml.index(b"<w:document") :]), "has_dtd"),
    ],
)
def test_files_that_are_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


@pytest.mark.parametrize("part", [DOCUMENT, "word/styles.xml", "word/numbering.xml", RELATIONSHIPS, "_rels/.rels"])
def test_document_types_are_refused_in_any_encoding(part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]><x>wordprocessingml &a;&b;</x>'
    text = f'<?xml version="1.0" encoding="UTF-16"?>{bomb}'.encode("utf-16")
    assert refusal(patched(SOUND, lambda _xml: text, part)) in {"has_dtd", "not_a_word_file"}


@pytest.mark.parametrize("tag", ["w:sdt", "w:tbl><w:tr><w:tc", "w:smartTag", "w:p"])
def test_nesting_is_bounded(tag: str) -> None:
    tags = tag.split("><")
    close = "".join(f"</{name}>" for name in reversed(tags))
    assert refusal(document(f"<{tag}>" * 300 + paragraphs("Câu 1.") + close * 300)) == "too_deep"
    # 40 levels are odd, but a document; they must not be lost
    odd = f"<{tag}>" * 40 + paragraphs("Câu 1. Q?", "A. x", "B. y", "C. z", "Đáp án: B") + close * 40
    assert len(read(document(odd)).drafts) == (0 if tag == "w:p" else 1) or tag == "w:p"


def test_text_elements_and_questions_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [f"Câu {number}. Q{number}?" for number in range(1, 10_002)]
    assert refusal(document(paragraphs(*many))) == "too_many_items"
    with monkeypatch.context() as patch:
        patch.setattr(word_body, "MAX_TEXT", 1_000)
        assert refusal(document(paragraphs("Câu 1." + "x" * 1_001))) == "too_many_items"
    with monkeypatch.context() as patch:
        patch.setattr(word_package, "MAX_ELEMENTS", 500)
        assert refusal(document("<w:p/>" * 600)) == "too_many_items"


SLOW = {
    "labels": "A. " * 100_000,
    "letters": "A.B.C.D." * 50_000,
    "brackets": "Câu 1. " + "(" * 200_000,
    "closed": "A) " * 100_000,
    "spaces": "Câu" + " " * 300_000 + "1.",
    "tabs": "A.\t" * 100_000,
    "stars": "*" * 300_000 + "A.",
    "keys": "1A " * 100_000,
    "numbers": "1" * 300_000,
    "dashes": "-" * 300_000 + "HẾT",
    "dots": "Câu 1" + "." * 300_000,
    "combining": "Câu 1. a" + "\u0301\u0323" * 150_000,
    "and": "Đáp án: " + "A và " * 60_000,
    "level": "[" * 100_000 + "NB" + "]" * 100_000,
    "solution": "Câu 1. Chọn A." + " -" * 100_000,
    "explanation": "Lời giải" + " " * 300_000,
    "answer": "ĐÁP ÁN" + " :" * 100_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_no_line_makes_the_reader_slow(name: str) -> None:
    begun = time.monotonic()
    read(document(paragraphs(*QUESTION_TEXTS, SLOW[name], *QUESTION_TEXTS, SLOW[name])))
    assert time.monotonic() - begun < 5


QUESTION_TEXTS = ("Câu 1. Q?", "A. x", "B. y", "C. z", "Đáp án: B")


def test_many_short_lines_and_cells_are_read_in_time() -> None:
    begun = time.monotonic()
    cell = "<w:tc>" + paragraphs("A. x") + "</w:tc>"
    row = f"<w:tr>{cell * 4}</w:tr>"
    table = f"<w:tbl>{row * 3_000}</w:tbl>"
    reading = read(document(paragraphs(*QUESTION_TEXTS, "HẾT") + table + paragraphs("A. x") * 20_000))
    assert len(reading.drafts) == 1
    assert time.monotonic() - begun < 15


def test_nothing_outside_the_package_is_fetched() -> None:
    shown = '<w:r><w:drawing><wp:inline><a:blip r:{}="rId900"/></wp:inline></w:drawing></w:r>'
    for attribute, target, mode in (
        ("link", "http://127.0.0.1:9/x.png", ' TargetMode="External"'),
        ("embed", "file:///etc/hostname", ""),
        ("embed", "../../../../etc/hostname", ""),
        ("embed", "media/none.png", ""),
    ):
        data = paper("Câu 1. Q?", Xml(shown.format(attribute)), *QUESTION[1:])
        entry = f'<Relationship Id="rId900" Type="x/image" Target="{target}"{mode}/></Relationships>'.encode()
        data = patched(data, lambda xml, entry=entry: xml.replace(b"</Relationships>", entry), RELATIONSHIPS)
        reading = read(data)
        assert [(note.code, note.values[1]) for note in reading.notes] == [("picture_refused", "not_in_file")]
        assert reading.drafts[0].picture is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><script>alert(1)</script></html>", "not_a_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unsafe"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "unsafe"),
        (b"\xd7\xcd\xc6\x9a" + b"\0" * 100, "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000_001, "too_large"),
    ],
)
def test_pictures_that_are_none_are_dropped(content: bytes, reason: str) -> None:
    data = patched(paper(QUESTION[0], Picture(png()), *QUESTION[1:]), lambda _old: content, "word/media/image1.png")
    reading = read(data)
    assert [(note.code, note.values[1]) for note in reading.notes] == [("picture_refused", reason)]
    assert (len(reading.drafts), reading.drafts[0].picture) == (1, None)


def test_styles_and_lists_that_bite_their_tail() -> None:
    loop = f'<w:styles xmlns:w="{MAIN}">' + "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/>'
        f'<w:pPr><w:numPr><w:ilvl w:val="{"9" * 50}"/><w:numId w:val="77"/></w:numPr></w:pPr></w:style>'
        for one, other in (("A", "B"), ("B", "A"), ("C", "C"))
    )
    styled = patched(SOUND, lambda _xml: f"{loop}</w:styles>".encode(), "word/styles.xml")
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr></w:p>' for name in "ABC") + paragraphs(
        *QUESTION_TEXTS
    )
    styled = with_xml(
        lambda _xml: f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>'.encode(), styled
    )
    assert len(read(styled).drafts) == 1
    numbers = (
        f'<w:numbering xmlns:w="{MAIN}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
        f'<w:start w:val="999999"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="{"%1" * 200}."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="9"/></w:num>'
    )
    listed = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr></w:p>' * 200
        for level, number in (("0", "1"), ("8", "1"), ("0", "2"), ("-1", "x"))
    )
    data = document(listed + paragraphs(*QUESTION_TEXTS))
    data = patched(data, lambda _xml: f"{numbers}</w:numbering>".encode(), "word/numbering.xml")
    assert len(read(data).drafts) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<w:tc><w:p/></w:tc>",
        "<w:tbl><w:p/></w:tbl>",
        "<w:tbl><w:tr/><w:tc><w:p/></w:tc></w:tbl>",
        "<w:tbl><w:tc><w:p/></w:tc></w:tbl>",
        "<w:tr/>",
        "<w:p><w:p/></w:p>",
        "<w:p><w:hyperlink/></w:p></w:hyperlink>",
        "<w:r><w:t>lạc</w:t></w:r>",
        "<w:p><w:r><w:rPr><w:rPr/></w:rPr></w:r></w:p>",
        "<w:t/><w:rPr/><w:pPr/><w:numPr/>",
    ],
)
def test_elements_in_wrong_places_break_nothing(body: str) -> None:
    with contextlib.suppress(FileRefused):
        read(document(body + paragraphs(*QUESTION_TEXTS)))


def test_links_fields_and_scripts_are_text_or_nothing() -> None:
    link = '<w:hyperlink r:id="rId901"><w:r><w:t>trang này</w:t></w:r></w:hyperlink>'
    field = '<w:r><w:instrText>INCLUDEPICTURE "http://127.0.0.1:9/x"</w:instrText></w:r>'
    data = paper("Câu 1. <script>alert(1)</script> Xem", Xml(link + field), *QUESTION[1:])
    entry = b'<Relationship Id="rId901" Type="x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
    data = patched(data, lambda xml: xml.replace(b"</Relationships>", entry + b"</Relationships>"), RELATIONSHIPS)
    [draft] = read(data).drafts
    assert draft.stem_vi == "<script>alert(1)</script> Xem trang này"


def test_control_letters_are_left_out() -> None:
    [draft] = read(document(paragraphs("Câu 1. Q\u200b\ufeff?&#x85;", *QUESTION_TEXTS[1:]))).drafts
    assert draft.stem_vi.startswith("Q")


WORDS = (
    "Câu 1.", "Câu 2:", "Câu", "2.", "A.", "B.", "C.", "a)", "b)", "*A.", "Đáp án", "ĐÁP ÁN", "Chọn", "A", "B",
    "Lời giải", "HẾT", "PHẦN I", "NHẬN BIẾT", "[NB]", "(TH)", "\t", "  ", "Trang 1/3", "x", ":", "(", ")", "1A 2B",
    ",", "²", "Ⅳ",
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), max_size=20))
def test_any_lines_are_read_or_named(lines: list[str]) -> None:
    with contextlib.suppress(FileRefused):
        reading = read(bare(paragraphs(*lines)))
        for draft in reading.drafts:
            rights = [option.right for option in draft.options].count(True)
            assert (rights > 1) == (draft.kind == "multiple")
            assert 0 < rights <= len(draft.options)


def test_any_bytes_are_refused_or_read() -> None:
    for step in range(0, len(SOUND), 617):
        for broken in (SOUND[:step], SOUND[:step] + b"\xff" + SOUND[step + 1 :]):
            with contextlib.suppress(FileRefused):
                word.read(broken)
    xml = document(paragraphs(*QUESTION_TEXTS))
    for step in range(0, 400, 7):
        with contextlib.suppress(FileRefused):
            word.read(with_xml(lambda text, step=step: text[:step] + b"<" + text[step + 1 :], xml))
