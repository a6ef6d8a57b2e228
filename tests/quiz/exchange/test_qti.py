"""QTI packages: what others write in 2.1 and 3.0, their odd corners, and any item of ours there and back."""

import io
import zipfile
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings

from quiz.exchange import qti, qti3
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.reading import FileRefused, Reading
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from tests.factories_quiz import make_draft, make_multiple
from tests.quiz.exchange import qti_packages as made
from tests.quiz.exchange.drafts import PNG, SVG, many, plain_numbers
from tests.quiz.exchange.qti_packages import (
    CHOICES,
    MAP,
    MATCH,
    choice,
    declared,
    entry,
    item,
    manifest,
    mapped,
    package,
    packed,
    resource,
    sound,
)  # fmt: skip

WRITERS = pytest.mark.parametrize("writer", [qti, qti3], ids=["2.1", "3.0"])


def one(*inside: str) -> ItemDraft:
    """The same draft from the item in both versions."""
    drafts = []
    for text in (item(*inside), made.in_three(item(*inside))):
        reading = qti3.read(packed({"imsmanifest.xml": manifest(resource()), "cau-1.xml": text}))
        assert reading.problems == []
        drafts += reading.drafts
    assert drafts[0] == drafts[1]
    return drafts[0]


def noted(*inside: str) -> list[tuple[str, tuple[str, ...]]]:
    reading = qti.read(package(*inside))
    assert reading.problems == []
    return [(note.code, note.values) for note in reading.notes]


def refused(*inside: str) -> tuple[str, tuple[str, ...]]:
    reading = qti.read(package(*inside))
    [problem] = reading.problems
    assert (reading.drafts, problem.where) == ([], "cau-1.xml")
    return problem.code, problem.values


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def rules(condition: str, score: str = '<baseValue baseType="float">1</baseValue>') -> str:
    return (
        f"<responseProcessing><responseCondition><responseIf>{condition}<setOutcomeValue identifier='SCORE'>{score}"
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )


def compared(operator: str, value: str, base: str = "float", attributes: str = "") -> str:
    variable = '<variable identifier="RESPONSE"/>'
    return f'<{operator} {attributes}>{variable}<baseValue baseType="{base}">{value}</baseValue></{operator}>'


# --- choice ---------------------------------------------------------------------------------------------------------


def test_single_choice() -> None:
    draft = one(declared("B"), choice(), MATCH)
    assert (draft.slug, draft.kind, draft.stem_vi, rights(draft)) == ("cau-1", "single", "Mấy?", ["Hai"])
    assert (draft.stem_en, draft.topic, draft.explanation_vi) == ("", "", "")


def test_the_prompt_belongs_to_the_question() -> None:
    draft = one(declared("B"), choice("<prompt>Chọn <strong>một</strong>.</prompt>" + CHOICES), MATCH)
    assert draft.stem_vi == "Mấy? Chọn một."


THREE = CHOICES + '<simpleChoice identifier="C">Ba</simpleChoice>'


def test_several_right_choices() -> None:
    draft = one(declared("A", "C", cardinality="multiple"), choice(THREE, most=0), MATCH)
    assert (draft.kind, rights(draft)) == ("multiple", ["Một", "Ba"])


def test_one_right_choice_of_many_is_a_single_choice() -> None:
    body = (declared("A", cardinality="multiple"), choice(THREE, most=0), MATCH)
    assert one(*body).kind == "single"
    assert noted(*body) == [("kind_changed_to", ("single",))]


def test_a_mapping_counts_where_the_template_says_so() -> None:
    weights = mapped({"A": "1", "B": "-1", "C": "1"}, 'lowerBound="0" upperBound="2"')
    draft = one(declared("A", "B", cardinality="multiple", mapping=weights), choice(THREE, most=0), MAP)
    assert (draft.kind, rights(draft)) == ("multiple", ["Một", "Ba"])


def test_the_declared_answer_counts_where_the_template_says_so() -> None:
    draft = one(declared("A", mapping=mapped({"B": "5"})), choice(), MATCH)
    assert rights(draft) == ["Một"]


def test_the_best_of_a_mapping_is_right_in_a_single_choice() -> None:
    body = (declared(mapping=mapped({"A": "0.5", "B": "2"})), choice(), MAP)
    assert rights(one(*body)) == ["Hai"]
    assert noted(*body) == [("weight_not_kept", ("25 %",))]


def test_without_processing_the_declared_answer_counts() -> None:
    assert rights(one(declared("A"), choice())) == ["Một"]


def test_the_same_said_in_rules() -> None:
    is_right = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
    body = (declared("A"), choice(), rules(is_right, '<variable identifier="MAXSCORE"/>'))
    assert rights(one(*body)) == ["Một"]
    assert noted(*body) == []


def test_rules_alone_can_say_what_is_right() -> None:
    assert rights(one(declared(), choice(), rules(compared("match", "B", "identifier")))) == ["Hai"]


def test_rules_that_a_key_cannot_say_are_noted() -> None:
    strange = rules(compared("match", "B", "identifier"))
    assert noted(declared("A"), choice(), strange) == [("processing_not_kept", ("responseProcessing",))]
    own = '<responseProcessing template="http://example.org/own.xml"/>'
    assert noted(declared("A"), choice(), own) == [("processing_not_kept", ("own",))]


def test_one_gap_with_a_list_is_a_single_choice() -> None:
    inside = '<inlineChoice identifier="A">Bà Rịa</inlineChoice><inlineChoice identifier="B">Hà Nội</inlineChoice>'
    gap = f'<inlineChoiceInteraction responseIdentifier="RESPONSE" shuffle="true">{inside}</inlineChoiceInteraction>'
    draft = one(declared("B"), f"<itemBody><p>Thủ đô là {gap} từ 1010.</p></itemBody>", MATCH)
    assert (draft.stem_vi, rights(draft)) == ("Thủ đô là _____ từ 1010.", ["Hà Nội"])


# --- matching and ordering ------------------------------------------------------------------------------------------


def associable(**choices: str) -> str:
    inside = "".join(
        f'<simpleAssociableChoice identifier="{name}" matchMax="1">{text}</simpleAssociableChoice>'
        for name, text in choices.items()
    )
    return f"<simpleMatchSet>{inside}</simpleMatchSet>"


def matching(*sets: str) -> str:
    limits = 'responseIdentifier="RESPONSE" shuffle="true" maxAssociations="9"'
    return f"<itemBody><p>Ghép.</p><matchInteraction {limits}>{''.join(sets)}</matchInteraction></itemBody>"


LANDS = matching(associable(P1="Lào", P2="Thái Lan"), associable(T1="Băng Cốc", T2="Viêng Chăn", T3="Hà Nội"))


def pairs(*values: str, mapping: str = "") -> str:
    return declared(*values, cardinality="multiple", base="directedPair", mapping=mapping)


@pytest.mark.parametrize(
    ("key", "processing"),
    [
        (pairs("P1 T2", "P2 T1"), MATCH),
        (pairs("T2 P1", "P2   T1"), MATCH),
        (pairs(mapping=mapped({"P1 T2": "1", "P2 T1": "1", "P2 T3": "-1"})), MAP),
    ],
)
def test_matching(key: str, processing: str) -> None:
    draft = one(key, LANDS, processing)
    assert draft.kind == "matching"
    assert draft.options == (
        OptionDraft("Lào", "", match_vi="Viêng Chăn"),
        OptionDraft("Thái Lan", "", match_vi="Băng Cốc"),
        OptionDraft("", "", match_vi="Hà Nội"),
    )


def test_matching_is_read_from_the_side_that_has_one_partner_each() -> None:
    draft = one(pairs("A X", "A Y", "B Z"), matching(associable(A="Chẵn", B="Lẻ"), associable(X="2", Y="4", Z="3")))
    assert [(option.vi, option.match_vi) for option in draft.options] == [("2", "Chẵn"), ("4", "Chẵn"), ("3", "Lẻ")]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (pairs("P1 T2"), "match_bad"),
        (pairs("P1 T1", "P1 T2", "P2 T1"), "match_bad"),
        (pairs("P1 T2", "P2 T9"), "key_unknown"),
        (pairs("P1 T2", "P2"), "key_unknown"),
        (pairs(), "no_key"),
    ],
)
def test_matching_without_one_partner_each_is_refused(key: str, code: str) -> None:
    assert refused(key, LANDS, MATCH)[0] == code


def ordering(*choices: str) -> str:
    inside = "".join(f'<simpleChoice identifier="{name}">{name} là</simpleChoice>' for name in choices)
    limits = 'responseIdentifier="RESPONSE" shuffle="true"'
    return f"<itemBody><orderInteraction {limits}><prompt>Xếp.</prompt>{inside}</orderInteraction></itemBody>"


def test_ordering() -> None:
    draft = one(declared("C", "A", "B", cardinality="ordered"), ordering("A", "B", "C"), MATCH)
    assert (draft.kind, [option.vi for option in draft.options]) == ("ordering", ["C là", "A là", "B là"])


def test_an_order_of_some_things_only_is_refused() -> None:
    assert refused(declared("C", "A", cardinality="ordered"), ordering("A", "B", "C"), MATCH) == ("order_bad", ())


# --- text and number ------------------------------------------------------------------------------------------------


def test_accepted_spellings_of_a_mapping() -> None:
    body = (
        declared("York", base="string", mapping=mapped({"York": "1", "Yorck": "1", "york": "0.5", "x": "0"})),
        entry("Thành phố", " ở Anh?"),
        MAP,
    )
    draft = one(*body)
    assert (draft.kind, draft.stem_vi, draft.answers) == ("text", "Thành phố _____ ở Anh?", ("York", "Yorck"))
    assert noted(*body) == [("weight_not_kept", ("york 50.00 %",))]


def test_the_only_spelling_and_spellings_in_rules() -> None:
    assert one(declared("Hà Nội", base="string"), entry(), MATCH).answers == ("Hà Nội",)
    either = compared("match", "Huế", "string") + compared("stringMatch", "Hue", "string", 'caseSensitive="false"')
    assert one(declared(base="string"), entry(), rules(f"<or>{either}</or>")).answers == ("Huế", "Hue")


def test_letters_that_must_be_large_are_noted() -> None:
    large = '<mapping defaultValue="0"><mapEntry mapKey="A" mappedValue="1" caseSensitive="true"/></mapping>'
    assert noted(declared(base="string", mapping=large), entry(), MAP) == [("case_not_kept", ())]


@pytest.mark.parametrize(
    ("key", "processing", "answers"),
    [
        (declared("1967", base="integer"), MATCH, ("1967",)),
        (declared("6.50", base="float"), MATCH, ("6.5",)),
        (declared(base="float", mapping=mapped({"3.14": "1"})), MAP, ("3.14",)),
        (declared(base="integer"), rules(compared("equal", "10", "integer", 'toleranceMode="exact"')), ("10",)),
        (declared(base="float"), rules(compared("equal", "10", attributes='toleranceMode="absolute" tolerance="1 2"')),
         ("9", "12")),
        (declared(base="float"), rules(compared("equal", "200", attributes='toleranceMode="relative" tolerance="5"')),
         ("190", "210")),
        (declared(base="float"), rules(f"<and>{compared('gte', '600')}{compared('lte', '700.5')}</and>"),
         ("600", "700.5")),
        (declared(base="integer"), rules(f"<and>{compared('gt', '6')}{compared('lt', '10')}</and>"), ("7", "9")),
        (declared(base="integer"), rules(f"<or>{compared('equal', '5')}{compared('equal', '5')}</or>"), ("5",)),
        (declared("8", base="float"), rules(
            '<equal toleranceMode="absolute" tolerance="0.5"><variable identifier="RESPONSE"/>'
            '<correct identifier="RESPONSE"/></equal>'), ("7.5", "8.5")),
        (declared(base="float"), rules(
            '<and><gte><baseValue baseType="float">9</baseValue><variable identifier="RESPONSE"/></gte>'
            '<lte><baseValue baseType="float">3</baseValue><variable identifier="RESPONSE"/></lte></and>'),
         ("3", "9")),
    ],
)  # fmt: skip
def test_numbers(key: str, processing: str, answers: tuple[str, ...]) -> None:
    draft = one(key, entry(), processing)
    assert (draft.kind, draft.stem_vi, draft.answers) == ("number", "Mấy?", answers)


@pytest.mark.parametrize(
    ("processing", "problem"),
    [
        (rules(compared("gte", "6")), ("range_open", ())),
        (rules(compared("gt", "6")), ("processing_not_carried", ("gt",))),
        (rules(compared("equalRounded", "6")), ("processing_not_carried", ("equalRounded",))),
        (rules(f"<not>{compared('equal', '6')}</not>"), ("processing_not_carried", ("not",))),
        (rules(f"<and>{compared('gte', '9')}{compared('lte', '3')}</and>"), ("range_reversed", ())),
        (rules(f"<or>{compared('equal', '3')}{compared('equal', '9')}</or>"), ("ranges_several", ())),
        (rules(compared("equal", "6", attributes='toleranceMode="absolute" tolerance="-1"')),
         ("tolerance_bad", ("-1",))),
        (rules(compared("equal", "sáu")), ("number_bad", ("sáu",))),
        (rules('<customOperator class="org.example.Range"><variable identifier="RESPONSE"/></customOperator>'),
         ("operator_not_carried", ("org.example.Range",))),
        ("", ("no_key", ())),
    ],
)  # fmt: skip
def test_numbers_that_no_key_can_say(processing: str, problem: tuple[str, tuple[str, ...]]) -> None:
    assert refused(declared(base="float"), entry(), processing) == problem


# --- what cannot be carried -----------------------------------------------------------------------------------------


def asked(kind: str) -> str:
    return f'<itemBody><p>Viết.</p><{kind} responseIdentifier="RESPONSE"/></itemBody>'


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ((asked("associateInteraction"),), "associateInteraction"),
        ((asked("extendedTextInteraction"),), "extendedTextInteraction"),
        ((asked("neverHeardOfInteraction"),), "neverHeardOfInteraction"),
        (("<itemBody><p>Chữ thôi.</p></itemBody>",), "text"),
        ((declared("A"), entry() .replace("</p>", asked("sliderInteraction")[10:-11] + "</p>")),
         "textEntryInteraction + sliderInteraction"),
        ((declared("A"), '<templateDeclaration identifier="N" cardinality="single" baseType="integer"/>', choice()),
         "templateDeclaration"),
        ((declared("P", base="point"), entry()), "textEntryInteraction single point"),
    ],
)  # fmt: skip
def test_other_questions_are_named_and_the_rest_is_read(inside: tuple[str, ...], name: str) -> None:
    files = {"imsmanifest.xml": manifest(resource("a.xml", identifier="R1"), resource("b.xml", identifier="R2"))}
    reading = qti.read(packed(files | {"a.xml": item(*inside), "b.xml": sound("cau-2")}))
    assert [(problem.code, problem.values) for problem in reading.problems] == [("kind_not_carried", (name,))]
    assert [draft.slug for draft in reading.drafts] == ["cau-2"]


def test_adaptive_items_and_older_versions_are_named() -> None:
    adaptive = sound().replace('adaptive="false"', 'adaptive="true"')
    reading = qti.read(packed({"a.xml": adaptive, "b.xml": "<questestinterop/>"}))
    assert [problem.values for problem in reading.problems] == [("adaptive",), ("QTI 1.2",)]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ((declared("Z"), choice(), MATCH), "key_unknown"),
        ((declared("A"), choice(CHOICES + CHOICES), MATCH), "identifier_twice"),
        ((declared("A"), choice(CHOICES.replace("Một", "<math><mi>x</mi></math>")), MATCH), "option_empty"),
        ((declared(), choice(), MATCH), "no_key"),
        ((choice(), MATCH), "no_key"),
        ((declared("A"), MATCH), "stem_missing"),
        ((declared("A"), choice(stem=""), MATCH), "stem_missing"),
        ((declared(mapping=mapped({"A": "một"})), choice(), MAP), "number_bad"),
        ((declared("A"), choice(stem="x" * 20_001), MATCH), "text_too_long"),
        ((declared("A"), choice("".join(f'<simpleChoice identifier="C{n}">{n}</simpleChoice>' for n in range(101)))),
         "options_too_many"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(inside: tuple[str, ...], code: str) -> None:
    assert refused(*inside)[0] == code


def test_doubled_slugs_and_files_without_items() -> None:
    reading = qti.read(packed({"a.xml": sound(), "b.xml": sound(stem="Khác?")}))
    assert [(p.where, p.code, p.values) for p in reading.problems] == [("b.xml", "slug_twice", ("cau-1",))]
    with pytest.raises(FileRefused, match="not_qti"):
        qti.read(packed({"imsmanifest.xml": manifest(), "a.txt": "x"}))


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


def slugs(reading: Reading) -> list[str]:
    return [draft.slug for draft in reading.drafts]


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


# --- there and back -------------------------------------------------------------------------------------------------


def held(draft: ItemDraft) -> ItemDraft:
    """What the package keeps: numbers lose needless zeros, everything else stays."""
    return replace(draft, answers=plain_numbers(draft.answers)) if draft.kind == "number" else draft


@WRITERS
@settings(max_examples=40, deadline=None)
@given(items=many())
def test_any_items_survive_the_package(writer: object, items: list[ItemDraft]) -> None:
    written = writer.write(items)  # type: ignore[attr-defined]
    assert written.notes == ()
    if items:
        reading = qti.read(written.data)
        assert (reading.problems, reading.notes) == ([], [])
        assert reading.drafts == [held(draft) for draft in items]


@WRITERS
def test_the_bank_survives_the_package(writer: object) -> None:
    bank = read_folder().drafts
    written = writer.write(bank)  # type: ignore[attr-defined]
    reading = qti.read(written.data)
    assert (written.notes, reading.problems, reading.notes) == ((), [], [])
    assert reading.drafts == [held(draft) for draft in bank]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pictured() -> ItemDraft:
    return make_draft(picture=PictureDraft("map-01.svg", SVG, "Bản đồ", "A map", "A (CC BY 4.0)"))


@WRITERS
def test_the_package_is_built_as_its_schemas_ask(writer: object) -> None:
    """The order of elements and the attributes that the schemas require."""
    files = parts_of(writer.write([pictured(), make_multiple(slug="m-1")]).data)  # type: ignore[attr-defined]
    assert list(files) == [
        "items/pictures/1/map-01.svg", "items/charter-001.xml", "items/m-1.xml", "imsmanifest.xml",
    ]  # fmt: skip
    root = ElementTree.fromstring(files["imsmanifest.xml"], forbid_dtd=True)
    assert [made.plain_name(part.tag) for part in root] == ["metadata", "organizations", "resources"]
    first, _second, picture = root[2]
    assert [made.plain_name(part.tag) for part in first] == ["metadata", "file", "dependency"]
    assert (first[2].get("identifierref"), picture.get("type")) == (picture.get("identifier"), "webcontent")
    item_root = ElementTree.fromstring(files["items/charter-001.xml"], forbid_dtd=True)
    assert [made.plain_name(part.tag) for part in item_root] == [
        "response-declaration", "outcome-declaration", "outcome-declaration", "item-body", "response-processing",
        "modal-feedback",
    ]  # fmt: skip
    needed = {"identifier", "title", "adaptive", "time-dependent"}
    assert needed <= {made.plain_name(name) for name in item_root.attrib}
    assert item_root.tag.startswith("{http://www.imsglobal.org/xsd/imsqti")


def test_the_two_versions_name_things_their_own_way() -> None:
    two = parts_of(qti.write([make_draft()]).data)["items/charter-001.xml"].decode()
    three = parts_of(qti3.write([make_draft()]).data)["items/charter-001.xml"].decode()
    assert '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">' in two
    assert '<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">' in three
    assert "<qti-content-body>" in three
    assert "contentBody" not in two


def test_the_order_in_the_file_does_not_say_the_key() -> None:
    options = tuple(OptionDraft(f"Bước {n}", "") for n in range(1, 7))
    draft = make_draft(kind="ordering", options=options)
    text = parts_of(qti.write([draft]).data)["items/charter-001.xml"].decode()
    shown = sorted((option.vi for option in options), key=text.index)
    assert shown != [option.vi for option in options]
    assert qti.read(qti.write([draft]).data).drafts[0].options == options


def test_items_without_remarks_use_the_template_that_every_program_knows() -> None:
    bare = make_draft(explanation_vi="", explanation_en="", source_title="", source_url="")
    text = parts_of(qti3.write([bare]).data)["items/charter-001.xml"].decode()
    assert 'template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"' in text


def test_pictures_keep_their_words_in_each_language() -> None:
    for alts in (("Bản đồ", "A map"), ("Bản đồ", ""), ("", "A map"), ("", "")):
        draft = replace(pictured(), picture=PictureDraft("a.png", PNG, *alts, "C"))
        assert qti.read(qti.write([draft]).data).drafts == [draft]


def test_awkward_matching_items_come_back() -> None:
    """A partner of two prompts, one too many that reads the same, one too many with a remark."""
    options = (
        OptionDraft("Lào", "Laos", match_vi="Đất liền", match_en="Mainland"),
        OptionDraft("Thái Lan", "Thailand", match_vi="Đất liền", match_en="Mainland", why_vi="Gần", why_en="Near"),
        OptionDraft("", "", match_vi="Đất liền", match_en="Mainland"),
        OptionDraft("", "", match_vi="Biển", match_en="Sea", why_vi="Không", why_en="No"),
    )
    draft = make_draft(kind="matching", options=options)
    assert qti.read(qti.write([draft]).data).drafts == [draft]


def test_what_cannot_be_written_is_said() -> None:
    drafts = [
        make_draft(),
        make_draft(stem_vi="Khác"),
        make_draft(slug="a-1", kind="essay"),
        make_draft(slug="a-2", options=()),
        make_draft(slug="a-3", kind="matching", options=(OptionDraft("", "", match_vi="x"),)),
        make_draft(slug="a-4", picture=PictureDraft("x.svg", b"<svg><script/></svg>", "a", "b")),
    ]
    written = qti.write(drafts)
    assert [(note.where, note.code) for note in written.notes] == [
        ("charter-001", "slug_twice"), ("a-1", "kind_not_carried"), ("a-2", "no_key"), ("a-3", "no_key"),
        ("a-4", "picture_refused"),
    ]  # fmt: skip
    assert slugs(qti.read(written.data)) == ["charter-001", "a-4"]


def test_more_than_a_package_may_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.exchange._qti_pack.MAX_ENTRIES", 3)
    written = qti.write([make_draft(slug=f"a-{n}") for n in range(3)])
    assert [(note.where, note.code) for note in written.notes] == [("a-2", "package_full")]
    assert len(qti.read(written.data).drafts) == 2


@pytest.mark.parametrize("slug", ["2025-1", "Câu lạ", "a" * 61])
def test_names_that_xml_forbids_find_a_way(slug: str) -> None:
    [draft] = qti.read(qti.write([make_draft(slug=slug)]).data).drafts
    assert draft.slug == slug or draft.slug.startswith("x-")
    assert (draft.slug == slug) == (slug == "2025-1")


def test_the_same_items_make_the_same_bytes() -> None:
    assert qti.write([pictured()]).data == qti.write([pictured()]).data
