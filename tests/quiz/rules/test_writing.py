"""Rules of item writing: each with items that keep it and items that break it, the tricky ones among both."""

from dataclasses import replace

import pytest

from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from quiz.rules.kinds import KINDS
from quiz.rules.soundness import BANDS
from quiz.rules.writing import ERRORS, RULES, options, sources, stem, writing_problems
from quiz.rules.writing.duplicates import near_duplicates
from tests.factories_quiz import make_draft, make_multiple


def item(*texts: str, **changes: object) -> ItemDraft:
    """A single-choice item with these options, the first of them right; "vi | en" gives both languages."""
    parts = [text.split(" | ") for text in texts]
    made = tuple(OptionDraft(part[0], part[-1], right=place == 0) for place, part in enumerate(parts))
    return make_draft(options=made, **changes)


def pictured(alt: str, draft: ItemDraft) -> ItemDraft:
    vi, _bar, en = alt.partition(" | ")
    return replace(draft, picture=PictureDraft("a.svg", b"<svg/>", vi, en))


@pytest.mark.parametrize("draft", [make_draft(), make_multiple()])
def test_a_sound_item_breaks_no_rule(draft: ItemDraft) -> None:
    assert writing_problems([draft]) == []


def test_every_rule_names_its_source() -> None:
    rules = [*RULES, near_duplicates, options.key_is_longest]
    assert [rule.__name__ for rule in rules if not any(w in (rule.__doc__ or "") for w in ("HDR", "own rule"))] == []


def test_every_rule_stands_any_kind_with_nothing_in_it() -> None:
    for kind in KINDS:
        assert not writing_problems([make_draft(kind=kind, options=(), stem_vi="", stem_en="", source_url="")])


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả các đáp án trên", "Tất cả các phương án trên đều đúng", "Tất cả đều đúng", "Cả ba ý trên",
        "Cả A, B và C", "Cả 3 đều sai", "A và B đều đúng", "Không có đáp án nào đúng", "Không phương án nào ở trên",
        "TẤT CẢ những điều nêu trên", "Không có câu nào",
        "x | All of the above", "x | None of these", "x | Both A and B", "x | Neither A nor C is correct",
        "x | None of the above.",
    ],
)  # fmt: skip
def test_an_option_about_the_others_is_named(text: str) -> None:
    problems = options.all_or_none_of_the_above(item("Lào", "Brunei", text))
    assert [problem.code for problem in problems] == ["all_or_none"]
    assert "all_or_none" in ERRORS


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả các nước thành viên", "Tất cả trên cơ sở đồng thuận", "Cả hai nước đều đúng hẹn", "Không có nước nào",
        "Cả A và B đều là đất liền | Both A and B are land", "Hội nghị cấp cao | All of these countries",
        "Cả ba trụ cột của Cộng đồng", "Không có câu nào trong Hiến chương nói về điều này",
    ],
)  # fmt: skip
def test_an_option_that_only_sounds_so_is_none(text: str) -> None:
    assert options.all_or_none_of_the_above(item("Lào", "Brunei", text)) == []


@pytest.mark.parametrize(
    ("texts", "overlap"),
    [
        (("7 nước", "5 – 10 nước", "11 nước"), True),
        (("Từ 5 đến 10", "7", "12"), True),
        (("1-5 ngày", "4-8 ngày", "9-12 ngày"), True),
        (("1.000 – 2.000 km", "1.500 – 3.000 km", "5.000 km"), True),
        (("Năm 1970", "Năm 1967 – 1976", "Năm 1980"), True),
        (("1967 - 1976", "1970 - 1972", "1980"), True),
        (("1-5", "5-10", "10-15"), False),
        (("2009 – 2015", "2010 – 2016", "2016 – 2025"), False),  # names of plans
        (("6 tháng", "5 – 10 năm", "1 ngày"), False),
        (("5 nước", "6 nước", "10 nước"), False),
        (("3,5 triệu", "2-5 triệu", "6 triệu"), False),  # fractions are not read
        (("Hà Nội", "Huế", "Cà Mau"), False),
    ],
)
def test_ranges_that_hold_each_other_are_named(texts: tuple[str, ...], overlap: bool) -> None:
    assert bool(options.overlapping(item(*texts))) == overlap
    assert options.overlapping(make_multiple(options=item(*texts).options)) == []


@pytest.mark.parametrize(
    ("texts", "mixed"),
    [
        (("8/8/1967", "15/12/2008", "Ngày Quốc khánh"), True),
        (("10 nước", "Mười một nước", "12 nước"), True),
        (("Hà Nội.", "Huế", "Cà Mau"), True),
        (("8/8/1967", "ngày 15/12/2008", "Ngày 1/1/1984"), False),
        (("5", "10 nước", "Năm 1967"), False),
        (("7,5%", "10%", "12,25%"), False),
        (("Thái Lan", "In-đô-nê-xi-a", "Ma-lai-xi-a"), False),
        (("G20", "APEC", "WTO"), False),
        (("Có 10 thân lúa", "Có 11 thân lúa", "Có vòng tròn"), False),
    ],
)
def test_options_of_two_forms_are_named(texts: tuple[str, ...], mixed: bool) -> None:
    assert bool(options.mixed_form(item(*texts))) == mixed
    assert options.mixed_form(replace(item(*texts), kind="ordering")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Luôn luôn dùng đồng thuận", ("luôn luôn",)),
        ("LUÔN họp ở Jakarta", ("luôn",)),
        ("Các nước không bao giờ bỏ phiếu", ("không bao giờ",)),
        ("Cơ quan duy nhất ra quyết định", ("duy nhất",)),
        ("Luồng hàng hoá qua cảng", ()),
        ("Nhất trí với nhau", ()),
        ("Không can thiệp", ()),
    ],
)
def test_absolute_words_are_named(text: str, words: tuple[str, ...]) -> None:
    assert [problem.values for problem in options.absolute_words(item("Tham vấn", text))] == ([words] if words else [])
    assert options.absolute_words(make_draft(kind="matching", options=item("a", text).options)) == []


@pytest.mark.parametrize(
    ("texts", "long"),
    [
        (("Tham vấn và đồng thuận giữa mọi nước thành viên", "Bỏ phiếu kín", "Bốc thăm"), True),
        (("Tham vấn và đồng thuận", "Bỏ phiếu theo đa số", "Bốc thăm"), False),
        (("Indonesia", "Lào", "Brunei"), False),  # short words differ by nature
        (("Bốc thăm", "Tham vấn và đồng thuận giữa mọi nước thành viên", "Bỏ phiếu"), False),
    ],
)
def test_a_key_that_stands_out_by_its_length_is_named(texts: tuple[str, ...], long: bool) -> None:
    assert bool(options.key_stands_out_by_length(item(*texts))) == long
    assert options.key_stands_out_by_length(make_multiple(options=item(*texts).options)) == []


def test_the_longest_option_is_told_without_a_tie() -> None:
    assert options.key_is_longest(item("Đồng thuận", "Đa số"))
    assert not options.key_is_longest(item("Đa số", "Bốc số"))
    assert not options.key_is_longest(make_multiple())


def test_a_partner_too_long_for_a_phone_is_named_in_its_language() -> None:
    fits = make_draft(kind="matching", options=(OptionDraft("a", "a", match_vi="v" * 40, match_en="e" * 40),))
    assert options.partner_too_long(fits) == []
    long = replace(fits, options=(OptionDraft("a", "a", match_vi="v", match_en="e" * 41),))
    assert options.partner_too_long(long)[0].values == ("e" * 41,)


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("Nước nào sau đây không phải là thành viên ASEAN?", "Which is it?"),
        ("Không thuộc Cộng đồng Kinh tế là nội dung nào?", ""),
        ("Nước nào không giáp biển?", ""),
        ("Nước nào sau đây chưa gia nhập ASEAN năm 1998?", ""),
        ("Phát biểu nào sai?", ""),
        ("Trừ Lào, nước nào giáp biển?", ""),
        ("Nước nào không thuộc nhóm họp ở TP. Hồ Chí Minh?", ""),
        ("Nội dung nào không phải mục tiêu? Chọn một đáp án.", ""),
        ("Nước nào KHÔNG giáp biển?", "Which country does not border the sea?"),
        ("Nước nào KHÔNG giáp biển?", "All of these but one; which is the one, except Laos?"),
    ],
)
def test_a_negation_in_small_letters_is_named(vi: str, en: str) -> None:
    for draft in (make_draft(stem_vi=vi, stem_en=en), make_multiple(stem_vi=vi, stem_en=en)):
        assert [problem.code for problem in stem.unmarked_negation(draft)] == ["negation_unmarked"]
    assert stem.unmarked_negation(make_draft(kind="text", stem_vi=vi, stem_en=en)) == []


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("Nước nào KHÔNG phải là thành viên ASEAN?", "Which country is NOT a member of ASEAN?"),
        ("Tất cả đều là nước sáng lập, TRỪ nước nào?", "All are founders EXCEPT which?"),
        ("Việt Nam có phải là nước sáng lập ASEAN không?", "Is Viet Nam a founder of ASEAN?"),
        ("Lào có là nước không giáp biển duy nhất hay không?", ""),
        ("Năm 1967 Brunei không phải là thành viên. Nước nào là thành viên?", "Brunei was not in. Which was?"),
        (
            "Một bạn viết: “Lào không có biển.” Nhận xét nào đúng?",
            "Lan wrote: “Laos is not landlocked.” Which is right?",
        ),
        ("Bạn hỏi: “Sao Lào không có biển?” Câu trả lời nào đúng?", ""),
        ("Nếu một nước không có mặt, hội nghị làm gì?", "If a member is not there, what follows?"),
        ("Cơ chế nào giúp loại trừ việc dùng vũ lực?", ""),
        ("Sai lầm nào hay gặp khi vẽ cờ ASEAN?", ""),
        ("Câu sau đúng hay sai: ASEAN có 11 nước?", "True or false: ASEAN has 11 members?"),
        ("Nước nào không chỉ giáp biển mà còn là quần đảo?", "Which does not only border the sea?"),
        ("Vùng nào không gian biển rộng?", ""),
    ],
)
def test_what_only_holds_such_a_word_is_no_negative_question(vi: str, en: str) -> None:
    assert stem.unmarked_negation(make_draft(stem_vi=vi, stem_en=en)) == []


@pytest.mark.parametrize(
    ("asked", "texts", "clue"),
    [
        ("Tuyên bố nào lập khu vực hòa bình?", ("Khu vực hòa bình, tự do", "Bali II", "Bangkok"), "hòa bình"),
        ("Hiến chương ASEAN có hiệu lực khi nào?", ("Hiến chương đủ 10 văn kiện", "Năm 2007"), "hiến chương"),
        ("Mục tiêu của ASEAN là gì?", ("Nâng cao vai trò của ASEAN", "Giữ vị thế"), None),  # words of no meaning
        ("Việt Nam gia nhập năm nào?", ("Năm Việt Nam dự hội nghị", "Năm 1967"), None),  # everywhere in the bank
        ("Thành phố nào đặt Ban Thư ký?", ("Nơi Ban Thư ký họp", "Trụ sở Ban Thư ký cũ"), None),  # others have it
        ("Trên cờ có gì?", ("Lá cờ, có lúa", "Sao"), None),  # a comma between them
        ("Nước nào có cờ đỏ?", ("Sao", "Lúa"), None),
        ("Nước nào dự hội nghị?", ("Nước hỏi nghị viện", "Lào"), None),  # the same only without diacritics
    ],
)  # fmt: skip
def test_words_that_stem_and_key_alone_share_are_a_clue(asked: str, texts: tuple[str, ...], clue: str | None) -> None:
    found = stem.clue_repeated_in_the_key(item(*texts, stem_vi=asked))
    assert [(problem.code, problem.values) for problem in found] == ([("clue_in_stem", (clue,))] if clue else [])
    assert stem.clue_repeated_in_the_key(make_multiple(stem_vi=asked, options=item(*texts).options)) == []


@pytest.mark.parametrize("band", BANDS)
def test_a_stem_is_as_long_as_its_readers_can_stand(band: str) -> None:
    limit = stem.LONGEST[band]
    assert stem.too_long_for_its_band(make_draft(band=band, stem_vi="tiếng " * limit)) == []
    problem = stem.too_long_for_its_band(make_draft(band=band, stem_vi="tiếng " * (limit + 1)))[0]
    assert problem.values == (str(limit + 1), str(limit))
    assert stem.too_long_for_its_band(make_draft(band="", stem_vi="tiếng " * 95)) == []


@pytest.mark.parametrize(
    ("alt", "draft"),
    [
        ("Quốc kỳ Lào | A flag", item("Lào | Lao PDR", "Thái Lan", "Brunei")),
        ("Lá cờ | The flag of the LAO PDR.", item("Lào | Lao PDR", "Thái Lan", "Brunei")),
        ("Bó 10 thân lúa | Stalks", item("10 | 10", "9", "11")),
        ("Bó 10 thân lúa | Ten stalks", make_draft(kind="number", options=(), answers=("10",))),
        ("Toà nhà ở Gia-các-ta | A house", make_draft(kind="text", options=(), answers=("Jakarta", "Gia-các-ta"))),
        ("Chợ Cà Mau | A market", make_draft(kind="text", options=(), answers=("=Cà Mau",))),
    ],
)
def test_words_of_a_picture_that_name_the_key_are_an_error(alt: str, draft: ItemDraft) -> None:
    assert [problem.code for problem in stem.picture_words_give_the_key(pictured(alt, draft))] == ["alt_gives_key"]


@pytest.mark.parametrize(
    ("alt", "draft"),
    [
        ("Người lao động trên đồng | Workers", item("Lào | Lao PDR", "Thái Lan", "Brunei")),
        ("Cờ của Lào, Thái Lan và Brunei | Flags", item("Lào | Laos", "Thái Lan | Thailand", "Brunei | Brunei")),
        ("Cột A cao 110, cột B cao 10,5 | Bars", item("10 | 10", "9", "11")),
        ("Hình 5 | Figure 5", make_draft(kind="number", options=(), answers=("5",))),
        ("Cờ Thái Lan | Flag", make_draft(kind="ordering", options=item("Thái Lan", "Lào").options)),
        ("", item("Lào", "Brunei")),
    ],
)
def test_words_of_a_picture_that_only_sound_like_the_key_are_none(alt: str, draft: ItemDraft) -> None:
    assert stem.picture_words_give_the_key(pictured(alt, draft)) == []
    assert stem.picture_words_give_the_key(draft) == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://vi.wikipedia.org/wiki/ASEAN", "vi.wikipedia.org"),
        ("https://EN.Wikipedia.org./wiki", "en.wikipedia.org"),
        ("http://someone@x.blogspot.com:80/a", "x.blogspot.com"),
        ("https://web.archive.org/web/2020/https://en.wikipedia.org/wiki/X", "en.wikipedia.org"),
        ("https://sites.google.com/x", "sites.google.com"),
        ("https://asean.org/charter", ""),
        ("https://notwikipedia.org/x", ""),
        ("https://web.archive.org/web/2020/https://asean.org/", ""),
        ("https://asean.org/?about=wikipedia.org", ""),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_a_source_that_only_copies_is_an_error(url: str, host: str) -> None:
    problems = sources.not_the_bodys_own(make_draft(source_url=url))
    assert [problem.values for problem in problems] == ([(host,)] if host else [])
