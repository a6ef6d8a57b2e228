"""QTI items as others write them, in 2.1 and 3.0: every kind that can be read, and what cannot."""

import pytest

from quiz.exchange import qti
from quiz.exchange.reading import FileRefused
from quiz.rules.draft import ItemDraft, OptionDraft
from tests.quiz.exchange.qti_packages import (
    CHOICES,
    MAP,
    MATCH,
    choice,
    compared,
    declared,
    entry,
    item,
    manifest,
    mapped,
    noted,
    one,
    packed,
    refused,
    resource,
    rules,
    sound,
)


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


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
