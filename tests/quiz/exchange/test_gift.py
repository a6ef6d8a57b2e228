"""GIFT as it should be: what the documentation of Moodle shows, and its odd corners."""

import base64

import pytest

from quiz.rules.draft import OptionDraft
from tests.quiz.exchange.drafts import PNG
from tests.quiz.exchange.gift import noted, one, read, rights


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


def test_empty_lines_and_comments_inside_a_question_part_nothing() -> None:
    draft = one("Câu hỏi\n// giữa chừng\n{\n=a\n\n// ~bỏ\n~b\n   \n~c\n\n}\n")
    assert draft.stem_vi == "Câu hỏi"
    assert [option.vi for option in draft.options] == ["a", "b", "c"]


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
