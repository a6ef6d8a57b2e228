"""QTI items whose answer is typed: spellings, numbers, and the rules that say which numbers count."""

import pytest

from tests.quiz.exchange.qti_packages import MAP, MATCH, compared, declared, entry, mapped, noted, one, refused, rules


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
