"""GIFT: what the documentation of Moodle shows, its odd corners, what is wrong, and any item there and back."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import gift
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.reading import FileRefused, Reading
from quiz.rules.draft import ItemDraft, OptionDraft
from tests.factories_quiz import make_draft
from tests.quiz.exchange.drafts import AWKWARD, PNG, many, plain_numbers


def read(text: str) -> Reading:
    return gift.read(text.encode())


def one(text: str) -> ItemDraft:
    reading = read(text)
    assert reading.problems == []
    [draft] = reading.drafts
    return draft


def trouble(text: str) -> tuple[str, str, tuple[str, ...]]:
    reading = read(text)
    assert reading.drafts == []
    [problem] = reading.problems
    return problem.where, problem.code, problem.values


def noted(text: str) -> list[tuple[str, tuple[str, ...]]]:
    reading = read(text)
    assert reading.problems == []
    return [(note.code, note.values) for note in reading.notes]


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def test_single_choice_with_a_name_and_feedback() -> None:
    draft = one(
        "// a remark\n::Lá cờ:: Cờ ASEAN có mấy màu? {\n=bốn # đúng rồi\n~ba\n~hai # thiếu\n####Xanh, đỏ, trắng, vàng.}"
    )
    assert (draft.kind, draft.stem_vi, draft.stem_en) == ("single", "Cờ ASEAN có mấy màu?", "")
    assert [option.vi for option in draft.options] == ["bốn", "ba", "hai"]
    assert rights(draft) == ["bốn"]
    assert [option.why_vi for option in draft.options] == ["đúng rồi", "", "thiếu"]
    assert draft.explanation_vi == "Xanh, đỏ, trắng, vàng."
    assert draft.slug.startswith("x-")
    assert (draft.topic, draft.level, draft.facts) == ("", "", ())


def test_a_name_of_our_form_is_the_slug_and_others_give_the_same_slug_twice() -> None:
    assert one("::charter-001::Q{=a ~b ~c}").slug == "charter-001"
    assert one("// [id:charter-001]\n::Tên khác::Q{=a ~b ~c}").slug == "charter-001"
    assert one("::Tên:: Q{=a ~b ~c}").slug == one("::Khác::Q {=a   ~b ~c}").slug


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Grant is {~buried =entombed ~living} in Grant's tomb.", "Grant is _____ in Grant's tomb."),
        ("Two plus two equals {=four =4}.", "Two plus two equals _____."),
        ("Two plus two equals? {=four =4}  ", "Two plus two equals?"),
        ("::x:: { =Asia } is the largest continent.", "_____ is the largest continent."),
    ],
)
def test_a_missing_word_leaves_a_blank(text: str, stem: str) -> None:
    assert one(text).stem_vi == stem


def test_escaped_signs_are_themselves() -> None:
    draft = one(r"::a\:b::1 \= 1 \{x\} \~ \# \: \\ \n dòng {= \= 2 + 3 #\#1 \~ \: ~ \= 2 + 2 ~ \\n ~ \{\}}")
    assert draft.stem_vi == r"1 = 1 {x} ~ # : \ dòng"
    assert [option.vi for option in draft.options] == ["= 2 + 3", "= 2 + 2", r"\n", "{}"]
    assert draft.options[0].why_vi == "#1 ~ :"


def test_a_backslash_before_any_other_letter_stays() -> None:
    assert (
        one(r"$\frac{1}{2}$ là \alpha {=a ~b}".replace("{1}{2}", r"\{1\}\{2\}")).stem_vi == r"$\frac{1}{2}$ là \alpha"
    )


@pytest.mark.parametrize(
    ("form", "stem", "codes"),
    [
        ("[html]", "a b &", ["markup_dropped"]),
        ("[plain]", "a <b>b</b> &amp;", []),
        ("[moodle]", "a b &", ["markup_dropped"]),
        ("", "a b &", ["markup_dropped"]),
    ],
)
def test_texts_are_read_in_their_format(form: str, stem: str, codes: list[str]) -> None:
    text = f"::x::{form}a <b>b</b> &amp;{{=1 ~2 ~3}}"
    assert one(text).stem_vi == stem
    assert [code for code, _values in noted(text)] == codes


def test_parts_take_the_format_of_the_stem_or_their_own() -> None:
    draft = one("[markdown]Who's in **Grant's tomb**?{=*no* one#**good** ~[plain]*x* ~[html]<i>y</i>}")
    assert draft.stem_vi == "Who's in Grant's tomb?"
    assert [option.vi for option in draft.options] == ["no one", "*x*", "y"]
    assert draft.options[0].why_vi == "good"


@pytest.mark.parametrize(
    ("answer", "right", "why_true", "why_false"),
    [
        ("T", "Đúng", "", ""),
        ("TRUE", "Đúng", "", ""),
        ("false", "Sai", "", ""),
        ("F#sai rồi#đúng rồi", "Sai", "sai rồi", "đúng rồi"),
        ("TRUE # sai rồi", "Đúng", "", "sai rồi"),
    ],
)
def test_true_or_false_is_a_choice_of_two(answer: str, right: str, why_true: str, why_false: str) -> None:
    draft = one(f"ASEAN có 11 nước.{{{answer}####vì vậy}}")
    assert draft.kind == "single"
    assert [(option.vi, option.en) for option in draft.options] == [("Đúng", "True"), ("Sai", "False")]
    assert rights(draft) == [right]
    assert [option.why_vi for option in draft.options] == [why_true, why_false]
    assert draft.explanation_vi == "vì vậy"


def test_short_answers_are_accepted_spellings() -> None:
    draft = one("Thủ đô Indonesia? {=Jakarta =Gia-các-ta =%100%<b>JKT</b> =%0%*}")
    assert (draft.kind, draft.answers, draft.options) == ("text", ("Jakarta", "Gia-các-ta", "<b>JKT</b>"), ())
    assert one("1 + 2 \\= {3}").answers == ("3",)
    assert one("Q {=50% =\\=5}").answers == ("50%", "5")


def test_partly_right_spellings_and_wildcards_are_left_out_and_noted() -> None:
    text = "Q {=Nazareth#Yes! =%75%Nazereth =naz* =a\\\\*b}"
    assert one(text).answers == ("Nazareth", "a*b")
    assert noted(text) == [
        ("weight_not_kept", ("Nazereth 75 %",)),
        ("wildcard_not_kept", ("naz*",)),
        ("feedback_dropped", ()),
    ]


def test_matching_with_a_partner_too_many() -> None:
    draft = one(
        "[html]Ghép <b>thủ đô</b>.{\n=Canada -> Ottawa\n=[plain]<Italy>  -> Rome\n=Japan->Tokyo\n= -> Hà Nội\n}"
    )
    assert draft.kind == "matching"
    assert [(option.vi, option.match_vi) for option in draft.options] == [
        ("Canada", "Ottawa"), ("<Italy>", "Rome"), ("Japan", "Tokyo"), ("", "Hà Nội"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "read_as"),
    [
        ("#5:2", ("3", "7")),
        ("#1822", ("1822",)),
        ("#1822:0", ("1822",)),
        ("#1..5", ("1", "5")),
        ("#-5..-3.5", ("-5", "-3.5")),
        ("#3.141:0.0005", ("3.1405", "3.1415")),
        ("# 3,14 ", ("3.14",)),
        ("#=1e3", ("1000",)),
        ("#\n=1822:0 #Right\n=%50%1822:2 #Close\n", ("1822",)),
        ("#=1..3 =3..5", ("1", "5")),
        ("#3:2~#Completely wrong", ("1", "5")),
        ("#0..0", ("0",)),
    ],
)
def test_numbers_and_ranges(answer: str, read_as: tuple[str, ...]) -> None:
    draft = one(f"Q {{{answer}####vì}}")
    assert (draft.kind, draft.answers, draft.explanation_vi) == ("number", read_as, "vì")


@pytest.mark.parametrize(
    ("answers", "kind", "right"),
    [
        ("~no ~%50%Grant ~%50%wife ~father", "multiple", ["Grant", "wife"]),
        ("~%-50%no ~%50%Grant ~%50%wife ~%-50%father", "multiple", ["Grant", "wife"]),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%c ~d", "multiple", ["a", "b", "c"]),
        ("~%33%a ~%33%b ~%33%c ~d", "multiple", ["a", "b", "c"]),
        ("=%50%a =%50%b ~c", "multiple", ["a", "b"]),
        ("=a =b ~c", "multiple", ["a", "b"]),
        ("~%100%a ~b ~c", "single", ["a"]),
        ("=a ~%50%b ~c", "single", ["a"]),
        ("=%100%a#đúng ~b ~c", "single", ["a"]),
    ],
)
def test_shares_tell_single_from_multiple(answers: str, kind: str, right: list[str]) -> None:
    draft = one(f"Q {{{answers}}}")
    assert (draft.kind, rights(draft)) == (kind, right)


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        ("=a ~%50%b ~c", [("weight_not_kept", ("50 %",))]),
        ("=a =b ~c", [("kind_changed_to", ("multiple",))]),
        ("~%100%a ~b ~c", [("kind_changed_to", ("single",))]),
        ("~%70%a ~%30%b ~c", [("weight_not_kept", ("70 %, 30 %",))]),
        ("~%50%a ~%50%b ~%-50%c", []),
        ("=%50%a =%50%b ~c", [("kind_changed_to", ("multiple",))]),
    ],
)
def test_shares_that_count_otherwise_here_are_noted(answers: str, notes: list[tuple[str, tuple[str, ...]]]) -> None:
    assert noted(f"Q {{{answers}}}") == notes


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("Q {=a ~b", "braces_unbalanced", ()),
        ("Q =a ~b}", "braces_unbalanced", ()),
        ("Q }=a ~b{", "braces_unbalanced", ()),
        ("Q {=a ~b} {=c ~d}", "braces_unbalanced", ()),
        ("Q {{=a ~b}}", "braces_unbalanced", ()),
        ("Q {~a ~b ~c}", "no_key", ()),
        ("Q {=%50%a}", "no_key", ()),
        ("Q {=%0%*}", "no_key", ()),
        ("Q {#}", "no_key", ()),
        ("Q {#=%50%3}", "no_key", ()),
        ("Q {~%50%a ~%30%b ~c}", "weights_sum", ("80 %",)),
        ("Q {~%200%a ~b}", "weight_bad", ("200",)),
        ("Q {=%-101%a ~b}", "weight_bad", ("-101",)),
        ("Q {=%1e9%a ~b}", "weight_bad", ("1e9",)),
        ("Q {=%1,2,3%a ~b}", "weight_bad", ("1,2,3",)),
        ("Q {#nan}", "number_bad", ("nan",)),
        ("Q {#inf}", "number_bad", ("inf",)),
        ("Q {#1e400}", "number_bad", ("1e400",)),
        ("Q {#0x10}", "number_bad", ("0x10",)),
        ("Q {#1,967}", "number_bad", ("1,967",)),
        ("Q {#1..}", "number_bad", ("",)),
        ("Q {#1...5}", "range_reversed", ()),
        ("Q {#1e-9}", "number_bad", ("0.000000001",)),
        ("Q {#1:-1}", "tolerance_bad", ("-1",)),
        ("Q {#1:nan}", "number_bad", ("nan",)),
        ("Q {#5..1}", "range_reversed", ()),
        ("Q {#=1..2 =4..5}", "ranges_several", ()),
        ("Q {=a -> b =c}", "match_bad", ("c",)),
        ("Q {=a -> =c->d}", "match_bad", ("a ->",)),
        ("Q {x ~a =b}", "answer_unmarked", ("x",)),
        ("Q {x =a -> b}", "answer_unmarked", ("x",)),
        ("{=a ~b}", "stem_missing", ()),
        ("How are you? {}", "kind_not_carried", ("essay",)),
        ("How are you? {\n####We hope well.\n}", "kind_not_carried", ("essay",)),
        ("Read this first.", "kind_not_carried", ("description",)),
        ("::T::", "kind_not_carried", ("description",)),
        ("Q {" + "~a" * 50_000 + "=b}", "options_too_many", ()),
        ("Q {" + "=a->b" * 101 + "}", "options_too_many", ()),
        ("Q {=" + "a" * 20_001 + " ~b}", "text_too_long", ()),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, code: str, values: tuple[str, ...]) -> None:
    assert trouble("\n// note\n" + text) == ("L3", code, values)


def test_the_others_are_read() -> None:
    reading = read("Một {=a ~b\n\nHai {=a ~b}\n\nBa {}\n\nBốn {=c}")
    assert [draft.stem_vi for draft in reading.drafts] == ["Hai", "Bốn"]
    assert [(problem.where, problem.code) for problem in reading.problems] == [
        ("L1", "braces_unbalanced"), ("L5", "kind_not_carried"),
    ]  # fmt: skip


def test_empty_lines_and_comments_inside_a_question_part_nothing() -> None:
    draft = one("Câu hỏi\n// giữa chừng\n{\n=a\n\n// ~bỏ\n~b\n   \n~c\n\n}\n")
    assert draft.stem_vi == "Câu hỏi"
    assert [option.vi for option in draft.options] == ["a", "b", "c"]


def test_any_end_of_line_and_any_unicode_encoding() -> None:
    text = "Hiến chương?\n{=a ~b}\n\nHai {=c}\n"
    expected = read(text).drafts
    assert len(expected) == 2
    for ends in ("\r\n", "\r"):
        assert read(text.replace("\n", ends)).drafts == expected
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert gift.read(text.encode(encoding)).drafts == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n ", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        ("Hiến chương".encode("cp1258", "replace") + b"\xe2", "not_text"),
        (b"\xff\xfe\x00", "not_text"),
        (b"a\x00b", "not_text"),
        (b"a" * 10_000_001, "too_large"),
        (b"Q{=a ~b}\n\n" * 10_001, "too_many_items"),
        (b"\n" * 500_001 + b"a", "too_many_items"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        gift.read(data)
    assert refused.value.problem.code == code


def test_the_same_question_twice_is_a_problem() -> None:
    reading = read("Q {=a ~b}\n\nQ{=a\n~b}")
    assert len(reading.drafts) == 1
    assert [(p.where, p.code, p.values) for p in reading.problems] == [("L3", "slug_twice", (reading.drafts[0].slug,))]


def test_categories_are_noted_once_and_not_beside_a_topic_of_ours() -> None:
    text = (
        "$CATEGORY: $course$/Lớp 9\n\nA{=a ~b}\n\nB{=a ~b}\n\n"
        "$CATEGORY: tom/dick\nC{=a ~b}\n\n// [tag:topic:charter]\nD{=a ~b}"
    )
    assert len(read(text).drafts) == 4
    assert noted(text) == [("category_not_kept", ("$course$/Lớp 9",)), ("category_not_kept", ("tom/dick",))]
    assert read(text).drafts[3].topic == "charter"


def test_tags_of_others_are_noted_and_comments_further_up_belong_to_nobody() -> None:
    text = "// [tag:level:apply] [tag:địa lí] [tag:a\\]b]\nA{=a ~b}\n\n// [id:not-mine]\n\nB{=a ~b}"
    reading = read(text)
    assert reading.drafts[0].level == "apply"
    assert reading.drafts[1].slug.startswith("x-")
    assert noted(text) == [("tags_dropped", ("địa lí, a]b",))]


def test_pictures_need_an_address_that_holds_them() -> None:
    image = f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="Bản đồ">'
    draft = one("[html]Q " + image.replace("=", "\\=").replace(":", "\\:") + "{=a}")
    assert draft.picture
    assert (draft.picture.data, draft.picture.alt_vi, draft.picture.alt_en) == (PNG, "Bản đồ", "Bản đồ")
    assert noted('[html]Q <img src\\="http\\://a.org/x.png">{=a}') == [
        ("picture_refused", ("http://a.org/x.png", "not_in_file"))
    ]
    assert noted('[html]Q{=a ~b<img src\\="x.png">}') == [("picture_dropped", ("x.png",))]


def test_ordering_questions_of_moodle_are_read() -> None:
    draft = one("// [id:myid]\n::Moodle::[html]Put in order.{>2     none\nModular\nObject\nOriented\n}\n")
    assert (draft.kind, draft.slug) == ("ordering", "myid")
    assert [option.vi for option in draft.options] == ["Modular", "Object", "Oriented"]


def test_both_languages_stand_in_spans_and_plain_words_count_for_both() -> None:
    text = (
        '[html]<span lang\\="vi" class\\="multilang">Năm nào?</span><span lang\\="en" class\\="multilang">When?</span>'
    )
    draft = one(text + "{=1967 ~1995 ~1999}")
    assert (draft.stem_vi, draft.stem_en) == ("Năm nào?", "When?")
    assert draft.options[0] == OptionDraft("1967", "1967", right=True)


def held(draft: ItemDraft) -> ItemDraft:
    """What GIFT keeps of an item."""
    remarked = draft.kind != "matching"
    return replace(
        draft,
        picture=None,
        answers=plain_numbers(draft.answers) if draft.kind == "number" else _no_arrows(draft.answers),
        options=draft.options if remarked else tuple(replace(o, why_vi="", why_en="") for o in draft.options),
    )


def _no_arrows(answers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(answer for answer in answers if "->" not in answer)


def carried(draft: ItemDraft) -> bool:
    return draft.kind != "ordering" and not (draft.kind == "text" and not _no_arrows(draft.answers))


@settings(max_examples=80, deadline=None)
@given(drafts=many())
def test_items_come_back_as_far_as_gift_holds_them(drafts: list[ItemDraft]) -> None:
    written = gift.write(drafts)
    expected = [held(draft) for draft in drafts if carried(draft)]
    if not drafts:
        return
    reading = gift.read(written.data) if written.data else Reading()
    assert reading.problems == []
    assert reading.drafts == expected
    assert not {note.code for note in reading.notes} - {"category_not_kept"}
    changed = {draft.slug for draft in drafts if not carried(draft) or held(draft) != draft}
    named = {note.where for note in written.notes}
    assert changed - named <= {draft.slug for draft in drafts if draft.kind == "number"}


def test_the_bank_comes_back_whole() -> None:
    drafts = read_folder().drafts
    written = gift.write(drafts)
    reading = gift.read(written.data)
    assert reading.problems == []
    assert reading.notes == []
    assert reading.drafts == [held(draft) for draft in drafts if draft.kind != "ordering"]


def test_what_is_left_behind_is_said() -> None:
    drafts = [
        make_draft(slug="a", kind="ordering"),
        make_draft(slug="b", options=()),
        make_draft(slug="c", stem_vi="", stem_en=""),
        make_draft(slug="d", kind="text", options=(), answers=("a -> b", "=c")),
        make_draft(slug="e", kind="cloze"),
    ]
    written = gift.write(drafts)
    assert [(note.where, note.code, note.values) for note in written.notes] == [
        ("a", "kind_not_carried", ("ordering",)),
        ("b", "no_key", ()),
        ("c", "stem_missing", ()),
        ("d", "answer_not_carried", ("a -> b",)),
        ("e", "kind_not_carried", ("cloze",)),
    ]
    assert gift.read(written.data).drafts[0].answers == ("=c",)


@settings(max_examples=300, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from([*AWKWARD, "~", "=", "#", "\n", "\n\n", "Q", " ", "->", "%5%", "..", ":", "[tag:", "// "])
    )
)
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    assert refusal("".join(pieces).encode()) in {"", "empty_file"}


def refusal(data: bytes) -> str:
    try:
        gift.read(data)
    except FileRefused as refused:
        return refused.problem.code
    return ""
