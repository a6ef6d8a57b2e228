"""What stands around the questions of a QTI package: texts, feedback, pictures, manifests and tests."""

import pytest

from quiz.exchange import qti
from tests.quiz.exchange import qti_packages as made
from tests.quiz.exchange.drafts import PNG
from tests.quiz.exchange.qti_packages import (
    CHOICES,
    MATCH,
    choice,
    declared,
    item,
    manifest,
    noted,
    one,
    package,
    packed,
    resource,
    slugs,
    sound,
)

# --- texts, feedback, pictures --------------------------------------------------------------------------------------


def test_remarks_and_explanation() -> None:
    why = '<feedbackInline outcomeIdentifier="F" identifier="{}" showHide="{}">Vì {}</feedbackInline></simpleChoice>'
    first, second, _rest = CHOICES.split("</simpleChoice>")
    choices = first + why.format("A", "show", "một") + second + why.format("B", "hide", "hai")
    modal = '<modalFeedback outcomeIdentifier="F" showHide="show" identifier="{}">{}</modalFeedback>'
    body = (declared("A"), choice(choices), MATCH, modal.format("B", "Vì ba"), modal.format("x", "<p>Nhớ nhé.</p>"))
    draft = qti.read(package(*body, modal.format("y", "Thêm"))).drafts[0]
    assert [(option.vi, option.why_vi) for option in draft.options] == [("Một", "Vì một"), ("Hai", "Vì ba")]
    assert draft.explanation_vi == "Nhớ nhé."
    assert noted(*body, modal.format("y", "Thêm")) == [("feedback_dropped", ())]


def test_rubrics_for_pupils_are_part_of_the_question() -> None:
    rubric = '<rubricBlock view="{}"><p>Đọc kỹ.</p></rubricBlock>'
    body = choice().replace("<itemBody>", "<itemBody>" + rubric.format("candidate tutor"))
    assert one(declared("A"), body, MATCH).stem_vi == "Đọc kỹ. Mấy?"
    body = choice().replace("<itemBody>", "<itemBody>" + rubric.format("scorer"))
    assert one(declared("A"), body, MATCH).stem_vi == "Mấy?"
    assert noted(declared("A"), body, MATCH) == [("rubric_dropped", ())]


def test_formulas_are_dropped_and_noted() -> None:
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    body = (declared("A"), choice(stem=f"Tìm {math} trong 5 km<sup>2</sup>"), MATCH)
    assert qti.read(package(*body)).drafts[0].stem_vi == "Tìm trong 5 km²"
    assert noted(*body) == [("markup_dropped", ("math",))]


def test_both_languages() -> None:
    marked = '<p class="multilang" xml:lang="vi">Mấy</p><p class="multilang" xml:lang="en-GB">How many</p>'
    draft = one(declared("A"), choice().replace("<p>Mấy?</p>", marked), MATCH)
    assert (draft.stem_vi, draft.stem_en, draft.options[0].en) == ("Mấy", "How many", "Một")


def test_a_foreign_word_is_part_of_its_text_and_a_foreign_item_is_noted() -> None:
    body = (declared("A"), choice(stem='Chữ <span xml:lang="en">force</span> là?'), MATCH)
    assert one(*body).stem_vi == "Chữ force là?"
    english = item(*body, attributes='xml:lang="en-US"')
    notes = qti.read(packed({"imsmanifest.xml": manifest(resource()), "cau-1.xml": english})).notes
    assert [(note.code, note.values) for note in notes] == [("language_not_vietnamese", ("en-US",))]


@pytest.mark.parametrize(
    "address", ["images/a%20b.png", "./images/a b.png", "../items/images/a b.png", "images\\a b.png"]
)
def test_a_picture_of_the_package(address: str) -> None:
    body = item(declared("A"), choice(stem=f'Hình <img src="{address}" alt="Cờ"/>'), MATCH)
    files = {"items/c.xml": body, "items/images/a b.png": PNG}
    [draft] = qti.read(packed({"imsmanifest.xml": manifest(resource("items/c.xml")), **files})).drafts
    assert draft.picture
    assert (draft.picture.data, draft.picture.alt_vi, draft.stem_vi) == (PNG, "Cờ", "Hình")


def test_an_object_can_be_a_picture() -> None:
    body = item(declared("A"), choice(stem='<object type="image/png" data="a.png">Cờ</object> Nước nào?'), MATCH)
    [draft] = qti.read(packed({"imsmanifest.xml": manifest(resource()), "cau-1.xml": body, "a.png": PNG})).drafts
    assert draft.picture
    assert (draft.picture.name, draft.picture.alt_vi, draft.stem_vi) == ("a.png", "Cờ", "Nước nào?")


def test_a_picture_in_a_choice_is_noted() -> None:
    pictured = CHOICES.replace("Một", 'Một <img src="a.png" alt=""/>')
    assert noted(declared("A"), choice(pictured), MATCH) == [("picture_dropped", ("a.png",))]


# --- packages -------------------------------------------------------------------------------------------------------


def test_of(*sections: str) -> str:
    inside = "".join(f'<assessmentSection identifier="S">{section}</assessmentSection>' for section in sections)
    return f'<assessmentTest xmlns="{made.TWO}" identifier="T" title="T"><testPart>{inside}</testPart></assessmentTest>'


test_of.__test__ = False  # type: ignore[attr-defined]  # it makes a test, it is none


def test_a_test_names_its_items_and_the_manifest_its_dependencies() -> None:
    refs = "".join(f'<assessmentItemRef identifier="I{n}" href="../items/{n}.xml"/>' for n in (2, 1))
    needs = '<dependency identifierref="I1"/><dependency identifierref="I2"/>'
    files = {
        "imsmanifest.xml": manifest(
            resource("tests/t.xml", identifier="T", kind="imsqti_test_xmlv2p1", inside=needs),
            resource("items/1.xml", identifier="I1"),
            resource("items/2.xml", identifier="I2"),
        ),
        "tests/t.xml": test_of(refs),
        "items/1.xml": sound("cau-1"),
        "items/2.xml": sound("cau-2", "Hai?"),
    }
    reading = qti.read(packed(files))
    assert (sorted(slugs(reading)), reading.problems, reading.notes) == (["cau-1", "cau-2"], [], [])


def test_sections_in_files_of_their_own() -> None:
    section = f'<assessmentSection xmlns="{made.TWO}"><assessmentItemRef href="deep/1.xml"/></assessmentSection>'
    files = {
        "imsmanifest.xml": manifest(resource("t.xml", kind="imsqti_test_xmlv2p1")),
        "t.xml": test_of('<assessmentSectionRef identifier="S" href="s/s.xml"/>'),
        "s/s.xml": section,
        "s/deep/1.xml": sound(),
    }
    reading = qti.read(packed(files))
    assert (slugs(reading), reading.problems, reading.notes) == (["cau-1"], [], [])


def test_a_manifest_inside_a_manifest() -> None:
    inner = manifest(resource("1.xml"), base='xml:base="part/"').partition("?>")[2]
    reading = qti.read(packed({"imsmanifest.xml": manifest(inner=inner), "part/1.xml": sound()}))
    assert (slugs(reading), reading.problems, reading.notes) == (["cau-1"], [], [])


@pytest.mark.parametrize("name", ["part/imsmanifest.xml", "part/second.xml"])
def test_a_manifest_below_a_manifest(name: str) -> None:
    files = {
        "imsmanifest.xml": manifest(resource(name, kind="imscp_manifest")),
        name: manifest(resource("1.xml", identifier="A"), resource("sub/2.xml", identifier="B")),
        "part/1.xml": sound("cau-1"),
        "part/sub/2.xml": sound("cau-2", "Hai?"),
    }
    reading = qti.read(packed(files))
    assert (slugs(reading), reading.problems, reading.notes) == (["cau-1", "cau-2"], [], [])


def test_a_package_in_a_folder_and_what_a_mac_leaves_in_it() -> None:
    files = {"x/imsmanifest.xml": manifest(resource()), "x/cau-1.xml": sound(), "__MACOSX/x/._cau-1.xml": b"\0\5"}
    reading = qti.read(packed(files))
    assert (slugs(reading), reading.problems, reading.notes) == (["cau-1"], [], [])


def test_items_that_no_manifest_names_are_read_and_noted() -> None:
    reading = qti.read(packed({"imsmanifest.xml": manifest(), "a/b.xml": sound()}))
    assert (slugs(reading), [note.code for note in reading.notes]) == (["cau-1"], ["not_in_manifest"])
    reading = qti.read(packed({"a/b.xml": sound()}))
    assert (slugs(reading), [note.code for note in reading.notes]) == (["cau-1"], ["manifest_missing"])


def test_a_broken_file_does_not_harm_the_others() -> None:
    manifested = manifest(resource(), resource("b.xml", identifier="B"), resource("c.xml", identifier="C"))
    files = {"imsmanifest.xml": manifested, "cau-1.xml": sound(), "b.xml": "<assessmentItem>", "c.xml": "<html/>"}
    reading = qti.read(packed(files))
    assert slugs(reading) == ["cau-1"]
    assert [(p.where, p.code) for p in reading.problems] == [("b.xml", "broken_file"), ("c.xml", "not_an_item")]


def test_keywords_of_others_are_no_marks() -> None:
    words = "".join(f"<keyword><langstring>{w}</langstring></keyword>" for w in ("level:recall", "ASEAN"))
    about = (
        f"<metadata><lom xmlns='http://www.imsglobal.org/xsd/imsmd_v1p2'><general>{words}</general></lom></metadata>"
    )
    reading = qti.read(packed({"imsmanifest.xml": manifest(resource(inside=about)), "cau-1.xml": sound()}))
    assert reading.drafts[0].level == "recall"
    assert [(note.code, note.values) for note in reading.notes] == [("tags_dropped", ("ASEAN",))]
