"""Moodle XML from people who mean no good, and its pictures."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import moodle_xml
from quiz.exchange.reading import FileRefused
from tests.quiz.exchange.drafts import PNG
from tests.quiz.exchange.moodle import KEY, PACKED, STEM, answer, feedback, noted, one, question, read, refusal


def pictured(html: str, *files: str) -> str:
    return f'<questiontext format="html"><text><![CDATA[Q {html}]]></text>{"".join(files)}</questiontext>'


def file(name: str, data: str = PACKED, path: str = "/", encoding: str = "base64") -> str:
    return f'<file name="{name}" path="{path}" encoding="{encoding}">{data}</file>'


def test_the_first_picture_of_the_stem_is_kept() -> None:
    html = '<img src="@@PLUGINFILE@@/b%E1%BA%A3n%20%C4%91%E1%BB%93.png" alt="Bản đồ"> <img src="@@PLUGINFILE@@/b.png">'
    stem = pictured(html, file("bản đồ.png"), file("b.png"), file("c.mp3"))
    picture = one("shortanswer", KEY, stem).picture
    assert picture
    assert (picture.data, picture.alt_vi, picture.alt_en, picture.credit) == (PNG, "Bản đồ", "Bản đồ", "")
    assert picture.name == picture.digest[:16] + ".png"
    assert noted("shortanswer", KEY, stem) == [
        ("picture_dropped", ("@@PLUGINFILE@@/b.png",)),
        ("picture_dropped", ("c.mp3",)),
    ]


def test_a_picture_may_lie_in_a_folder_or_in_its_address_or_where_old_moodles_put_it() -> None:
    in_folder = pictured('<img src="@@PLUGINFILE@@/maps/a.png">', file("a.png", path="/maps/"))
    assert one("shortanswer", KEY, in_folder).picture
    assert one("shortanswer", KEY, pictured(f'<img src="data:image/png;base64,{PACKED}">')).picture
    old = one("shortanswer", f"{KEY}<image>quiz/moodle.png</image><image_base64>\n{PACKED}\n</image_base64>").picture
    assert old
    assert old.name == "moodle.png"


def test_pictures_of_options_are_noted() -> None:
    inside = answer(100, '<![CDATA[a<img src="@@PLUGINFILE@@/x.png">]]>') + answer(0, "b")
    assert noted("multichoice", inside) == [("picture_dropped", ("@@PLUGINFILE@@/x.png",))]


HOSTILE_SVG = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").decode()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (file("a.png", PACKED[:-5] + "!"), "broken"),
        (file("a.png", "ệ"), "broken"),
        (file("a.png", PACKED, encoding="gzip"), "broken"),
        (file("a.png", base64.b64encode(b"%PDF-1.7").decode()), "not_a_picture"),
        (file("a.png", ""), "not_a_picture"),
        (file("a.png", HOSTILE_SVG), "unsafe"),
        (file("a.png", base64.b64encode(PNG + bytes(2_000_000)).decode()), "too_large"),
        ("", "not_in_file"),
        (file("b.png"), "not_in_file"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_question_kept(files: str, reason: str) -> None:
    stem = pictured('<img src="@@PLUGINFILE@@/a.png">', files)
    assert one("shortanswer", KEY, stem).picture is None
    assert noted("shortanswer", KEY, stem)[0] == ("picture_refused", ("@@PLUGINFILE@@/a.png", reason))


@pytest.mark.parametrize("path", ["../", "/../../etc/", "..\\", "/a/../../"])
def test_no_path_leads_out_of_the_file(path: str) -> None:
    address = f"{path}/a.png".replace("//", "/").lstrip("/")
    stem = pictured(f'<img src="@@PLUGINFILE@@/{address}">', file("a.png", path=path))
    assert one("shortanswer", KEY, stem).picture is None
    assert noted("shortanswer", KEY, stem)[0][0] == "picture_refused"


@pytest.mark.parametrize("name", ["../../evil.png", "/etc/passwd.png", "a\\..\\b.png", "..", "con:x.png"])
def test_no_name_leads_out_of_the_file(name: str) -> None:
    picture = one("shortanswer", KEY, pictured(f'<img src="@@PLUGINFILE@@/{name}">', file(name))).picture
    assert picture is None or set(picture.name) <= set("0123456789abcdef.png")


LAUGHS = (
    '<!DOCTYPE quiz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><quiz><question>&i;</question></quiz>"
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LAUGHS, "has_dtd"),
        ("<!DOCTYPE quiz><quiz/>", "has_dtd"),
        ('<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "has_dtd"),
        ('<!DOCTYPE q SYSTEM "http://evil.example/x.dtd"><quiz/>', "has_dtd"),
        ('<!DOCTYPE q [<!ENTITY % x SYSTEM "http://evil.example/x">%x;]><quiz/>', "has_dtd"),
        ("<quiz>&x;</quiz>", "broken_file"),
        ("<quiz><question></quiz>", "broken_file"),
        ("<quiz>", "broken_file"),
        ("quiz", "broken_file"),
        ("<quiz/><quiz/>", "broken_file"),
        ("<quiz>&#0;</quiz>", "broken_file"),
        ("<html/>", "not_moodle_xml"),
        ('<x:quiz xmlns:x="urn:x"/>', "not_moodle_xml"),
        ("<quiz>" + "<a>" * 100_000, "too_deep"),
        ("<quiz><question>" + "<text>" * 50 + "</text>" * 50 + "</question></quiz>", "too_deep"),
        ("<quiz>" + "<question/>" * 10_001 + "</quiz>", "too_many_items"),
        ("", "empty_file"),
    ],
)
def test_hostile_files_are_refused_whole(text: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        moodle_xml.read(text.encode())
    assert refused.value.problem.code == code


def test_a_file_says_where_it_breaks() -> None:
    with pytest.raises(FileRefused) as refused:
        moodle_xml.read(b"<quiz>\n<question>\n</quiz>")
    assert refused.value.problem.where == "L3"


@pytest.mark.parametrize("data", [b"\xff<quiz/>", b"\x00<quiz/>", b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xfe"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused, match="not_text"):
        moodle_xml.read(data)


def test_script_in_cdata_never_survives() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>"
    html = f"<![CDATA[Q {bad}]]>"
    reading = read(
        question(
            "multichoice",
            answer(100, html, feedback(html)) + f"<generalfeedback><text>{html}</text></generalfeedback>"
            f"<tags><tag><text>{html}</text></tag></tags><idnumber>{html}</idnumber>",
            STEM.replace("Q", html),
        )
    )
    [draft] = reading.drafts
    assert "alert" not in str(draft)
    assert "javascript" not in str(draft)
    assert draft.stem_vi == "Q x"


def test_a_source_is_a_web_address_or_none() -> None:
    html = '<![CDATA[<cite class="quiz-source"><a href="{}">Bài</a></cite>]]>'
    general = "<generalfeedback><text>{}</text></generalfeedback>"
    kept = one("shortanswer", KEY + general.format(html.format("https://asean.org/?a=1&amp;b")))
    assert (kept.source_title, kept.source_url, kept.explanation_vi) == ("Bài", "https://asean.org/?a=1&b", "")
    inside = KEY + general.format(html.format("javascript:alert(1)"))
    assert one("shortanswer", inside).source_url == ""
    assert noted("shortanswer", inside) == [("tags_dropped", ("source_url:javascript:alert(1)",))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_unicode_encoding_whatever_the_file_says_of_itself(encoding: str) -> None:
    item = question("shortanswer", KEY, STEM.replace("Q", "Hỏi"))
    text = f'<?xml version="1.0" encoding="windows-1258"?><quiz>{item}</quiz>'
    assert moodle_xml.read(text.encode(encoding)).drafts[0].stem_vi == "Hỏi"


TAGS = ("question", "questiontext", "text", "answer", "subquestion", "file", "tags", "tag", "name", "quiz", "tolerance")


@settings(max_examples=200, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS])
        | st.sampled_from(
            ['<question type="multichoice">', '<answer fraction="100">', "<![CDATA[", "]]>", "a", "&amp;", "<b>"]
        )
    )
)
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    assert refusal("".join(pieces)) in {"", "broken_file", "too_deep"}
