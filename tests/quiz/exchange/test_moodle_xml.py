"""Moodle XML: what Moodle writes, its odd corners, and what is wrong with a question."""

import pytest

from quiz.exchange import moodle_xml
from quiz.rules.draft import OptionDraft
from tests.quiz.exchange.moodle import KEY, STEM, answer, feedback, noted, one, question, read, rights


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
