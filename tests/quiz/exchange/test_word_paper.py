"""A paper as a school prints it, all of it; and papers that we print, read again."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.shared import Cm, Pt
from hypothesis import given, settings
from PIL import Image

from quiz.exchange import word
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.reading import Reading, slug_for, tidy
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from tests.factories_quiz import make_draft, make_multiple
from tests.quiz.exchange.drafts import PNG, SVG, many
from tests.quiz.exchange.papers import png

# stem, options, layout (lines, pairs, row, table, break), key, level
PAPER = [
    ("ASEAN được thành lập vào ngày nào?", ["8/8/1967", "15/12/2008", "28/7/1995", "31/12/2015"], "row", "A", "NB"),
    ("Việt Nam gia nhập ASEAN năm nào?", ["1967", "1984", "1995", "1999"], "row", "C", "NB"),
    ("Nước nào sau đây KHÔNG thuộc ASEAN?", ["Lào", "Nhật Bản", "Brunei", "Myanmar"], "pairs", "B", "NB"),
    ("Ban Thư ký ASEAN đặt tại thành phố nào?", ["Bangkok", "Manila", "Jakarta", "Hà Nội"], "pairs", "C", "NB"),
    ("Hiến chương ASEAN có hiệu lực khi nào?", ["20/11/2007", "15/12/2008", "1/1/2009", "2015"], "lines", "B", "NB"),
    ("Hình dưới đây là biểu tượng của tổ chức nào?", ["ASEAN", "EU", "APEC", "OPEC"], "table", "A", "NB"),
    ("Trên biểu tượng ASEAN, bó lúa tượng trưng cho điều gì?", [
        "Ước mơ về một Đông Nam Á gắn kết", "Nghề trồng lúa của mười nước", "Số nước sáng lập", "Lương thực xuất khẩu",
    ], "lines", "A", "TH"),
    ("Cộng đồng ASEAN có mấy trụ cột?", ["2", "3", "4", "5"], "row", "B", "NB"),
    ("Trụ cột nào lo việc thuế quan và thương mại?", [
        "Chính trị – An ninh", "Kinh tế", "Văn hóa – Xã hội", "Không trụ cột nào lo",
    ], "pairs", "B", "TH"),
    ("Ngày ASEAN hằng năm là ngày nào?", ["28/7", "8/8", "2/9", "24/10"], "break", "B", "NB"),
    ("Những nước nào cùng sáng lập ASEAN?", ["Thái Lan", "Lào", "Singapore", "Campuchia"], "lines", "A, C", "TH"),
    ("Nước nào gia nhập ASEAN năm 1999?", ["Campuchia", "Lào", "Myanmar", "Việt Nam"], "row", "A", "NB"),
    ("Khẩu hiệu của ASEAN là gì?", [
        "Một tầm nhìn, một bản sắc, một cộng đồng", "Thống nhất trong đa dạng", "Hòa bình và phát triển", "Vươn xa",
    ], "lines", "A", "NB"),
    ("Nguyên tắc nào nói các nước tự quyết việc trong nước mình?", [
        "Không can thiệp", "Đồng thuận", "Bình đẳng chủ quyền", "Hợp tác",
    ], "pairs", "A", "TH"),
    ("ASEAN ra quyết định chủ yếu bằng cách nào?", [
        "Biểu quyết đa số", "Tham vấn và đồng thuận", "Bốc thăm", "Chủ tịch quyết",
    ], "pairs", "B", "TH"),
    ("Biểu đồ dưới đây so sánh diện tích; cột cao nhất là của nước nào?", [
        "Indonesia", "Myanmar", "Thái Lan", "Việt Nam",
    ], "table", "A", "VD"),
    ("Chủ tịch ASEAN năm 2020 là nước nào?", ["Brunei", "Việt Nam", "Thái Lan", "Campuchia"], "row", "B", "NB"),
    ("Thủ đô của Lào là", ["Phnom Penh", "Viêng Chăn", "Yangon", "Luang Prabang"], "row", "B", "NB"),
    ("Hiệp định nào bàn về vùng không có vũ khí hạt nhân?", ["SEANWFZ", "ATIGA", "TAC", "AFTA"], "row", "A", "VD"),
    ("Hiệp ước thân thiện và hợp tác viết tắt là", ["TAC", "ZOPFAN", "COC", "ARF"], "row", "A", "TH"),
    ("Diện tích Việt Nam khoảng bao nhiêu km²?", ["33.000", "331.000", "513.000", "1.900.000"], "pairs", "B", "VD"),
    ("Nước nào vừa ở bán đảo Mã Lai, vừa ở đảo Borneo?", ["Malaysia", "Lào", "Myanmar", "Brunei"], "break", "A", "VD"),
    ("Vì sao Biển Đông quan trọng với ASEAN?", [
        "Là đường hàng hải lớn", "Không nước nào giáp biển", "Không có tài nguyên", "Chỉ để du lịch",
    ], "lines", "A", "TH"),
    ("Nước nào gia nhập ASEAN năm 2025?", ["Timor-Leste", "Papua New Guinea", "Nepal", "Úc"], "pairs", "A", "NB"),
    ("Mũi Cà Mau giáp những vùng biển nào?", [
        "Biển Đông", "Vịnh Thái Lan", "Vịnh Bắc Bộ", "Biển Andaman",
    ], "lines", "A, B", "VDC"),
]  # fmt: skip
PICTURES = {6: (png(10, 60, 40), "Bó lúa vàng trên nền đỏ"), 16: (png(90, 80, 40), "Biểu đồ cột có bốn cột")}
LEVELS = {"NB": "recall", "TH": "understand", "VD": "apply", "VDC": "analyse"}


def school_paper(*, underlined: bool, listed: bool) -> bytes:
    """Three pages with a head, feet, and the keys underlined, in a table at the end, or both."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    document.sections[0].footer.paragraphs[0].text = "Trang 1/3 – Mã đề 101"
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "SỞ GD&ĐT CÀ MAU\nTRƯỜNG THPT ĐẤT MŨI"
    head.cell(0, 1).text = "ĐỀ KIỂM TRA GIỮA HỌC KỲ II\nMôn: Giáo dục địa phương – Lớp 10\nThời gian làm bài: 45 phút"
    for text in (
        "Họ và tên học sinh: ……………………… Lớp: ……",
        "Mã đề: 101",
        "(Đề có 03 trang)",
        "I. PHẦN TRẮC NGHIỆM (10 điểm)",
    ):
        document.add_paragraph(text)
    for number, (stem, options, layout, key, level) in enumerate(PAPER, start=1):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"Câu {number}").bold = True
        paragraph.add_run(f" [{level}]" if number % 2 else "").italic = True
        paragraph.add_run(". " if number % 3 else ": ").bold = True
        paragraph.add_run(stem + ("" if number % 2 else f" ({level})"))
        if number in PICTURES:
            _show(document, *PICTURES[number])
        _lay_out(document, options, layout, key if underlined else "")
        if number in {9, 18}:
            document.add_page_break()
    document.add_paragraph("------------- HẾT -------------")
    document.add_paragraph("Thí sinh không được sử dụng tài liệu. Cán bộ coi thi không giải thích gì thêm.")
    if listed:
        _list_keys(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _show(document, data: bytes, alt: str) -> None:
    run = document.add_paragraph().add_run()
    run.add_picture(io.BytesIO(data), width=Cm(4))
    run._r.xpath(".//wp:docPr")[0].set("descr", alt)


def _lay_out(document, options: list[str], layout: str, key: str) -> None:
    labelled = list(zip("ABCD", options, strict=True))
    if layout == "table":
        table = document.add_table(2, 2)
        for place, (letter, text) in enumerate(labelled):
            _option(table.cell(place // 2, place % 2).paragraphs[0], letter, text, key)
        return
    sizes = {"lines": 1, "pairs": 2, "row": 4, "break": 4}
    for start in range(0, 4, sizes[layout]):
        paragraph = document.add_paragraph()
        for place, (letter, text) in enumerate(labelled[start : start + sizes[layout]]):
            if place:
                paragraph.add_run("\n" if layout == "break" else "\t" * (1 + place % 2))
            _option(paragraph, letter, text, key)


def _option(paragraph, letter: str, text: str, key: str) -> None:
    run = paragraph.add_run(f"{letter}.")
    run.bold = True
    run.underline = letter in key
    paragraph.add_run(f" {text}")


def _list_keys(document) -> None:
    document.add_page_break()
    document.add_paragraph("ĐÁP ÁN MÃ ĐỀ 101").runs[0].bold = True
    table = document.add_table(6, 11)
    for number, (_stem, _options, _layout, key, _level) in enumerate(PAPER, start=1):
        row, column = 2 * ((number - 1) // 10), 1 + (number - 1) % 10
        table.cell(row, 0).text, table.cell(row + 1, 0).text = "Câu", "Đáp án"
        table.cell(row, column).text, table.cell(row + 1, column).text = str(number), key


def check(reading: Reading) -> None:
    assert reading.problems == reading.notes == []
    assert len(reading.drafts) == 25
    for number, (draft, (stem, options, _layout, key, level)) in enumerate(zip(reading.drafts, PAPER, strict=True), 1):
        assert (draft.stem_vi, draft.level) == (stem, LEVELS[level])
        assert [option.vi for option in draft.options] == options
        assert "".join(letter for letter, option in zip("ABCD", draft.options, strict=True) if option.right) == "".join(
            key.split(", ")
        )
        assert draft.kind == ("multiple" if "," in key else "single")
        shown = draft.picture and (draft.picture.data, draft.picture.alt_vi)
        assert shown == PICTURES.get(number)


@pytest.mark.parametrize(("underlined", "listed"), [(True, False), (False, True), (True, True)])
def test_a_school_s_paper_comes_in_with_pictures_and_keys(underlined: bool, listed: bool) -> None:
    check(word.read(school_paper(underlined=underlined, listed=listed)))


def test_without_any_key_every_question_is_named() -> None:
    reading = word.read(school_paper(underlined=False, listed=False))
    assert [(problem.where, problem.code) for problem in reading.problems] == [
        (f"#{n}", "no_key") for n in range(1, 26)
    ]
    assert reading.drafts == []


def held(draft: ItemDraft, language: str = "vi") -> ItemDraft:
    """What a paper keeps of an item."""
    stem, why = getattr(draft, f"stem_{language}"), getattr(draft, f"explanation_{language}")
    options = tuple(OptionDraft(getattr(option, language), "", option.right) for option in draft.options)
    alt = getattr(draft.picture, f"alt_{language}") if draft.picture else ""
    picture = replace(draft.picture, alt_vi=alt, alt_en=alt, credit="") if draft.picture else None
    texts = [stem, *([why, *(o.vi for o in options), picture.digest] if picture else (o.vi for o in options))]
    names = ("topic", "pillar", "level", "shelf", "stem_en", "explanation_en", "source_title", "source_url")
    return ItemDraft(
        slug=slug_for("", texts), kind=draft.kind, stem_vi=stem, explanation_vi=why, options=options, picture=picture,
        **dict.fromkeys(names, ""),
    )  # fmt: skip


def test_the_bank_s_items_come_back_from_print() -> None:
    drafts = read_folder().drafts
    for language in ("vi", "en"):
        written = word.write(drafts, language=language)
        lost = {note.where for note in written.notes if note.code in {"kind_not_carried", "text_not_read_back"}}
        assert {note.where for note in written.notes if note.code == "text_not_read_back"} == set()
        reading = word.read(written.data)
        assert reading.problems == reading.notes == []
        assert reading.drafts == [held(draft, language) for draft in drafts if draft.slug not in lost]


@settings(max_examples=50, deadline=None)
@given(drafts=many(("single", "multiple")))
def test_items_come_back_from_print_or_it_is_said(drafts: list[ItemDraft]) -> None:
    said = {note.where for note in word.write(drafts).notes if note.code in {"text_not_read_back", "language_missing"}}
    kept = [draft for draft in drafts if draft.slug not in said]
    if not kept:
        return
    reading = word.read(word.write(kept).data)
    wanted = {held(draft).slug: held(draft) for draft in kept}
    assert reading.drafts == list(wanted.values())
    assert {problem.code for problem in reading.problems} <= {"slug_twice"}


def test_what_a_paper_cannot_hold_is_said() -> None:
    drafts = [
        make_draft(slug="a", kind="number", options=(), answers=("1",)),
        make_draft(slug="b", options=tuple(OptionDraft(f"o{n}", "", n == 1) for n in range(9))),
        make_draft(slug="c", options=(OptionDraft("x", "", right=True),)),
        make_draft(slug="d", stem_vi="", stem_en="Only English"),
        make_draft(slug="e", stem_vi="[NB] Chọn gì?"),
        make_draft(slug="f", stem_en="", explanation_en="", picture=PictureDraft("p.svg", SVG, "Hình", "Picture")),
        make_multiple(slug="g", explanation_vi="Chọn D. Vì sao?"),
    ]
    written = word.write(drafts)
    assert [(note.where, note.code, note.values) for note in written.notes] == [
        ("a", "kind_not_carried", ("number",)),
        ("b", "options_too_many", ()),
        ("c", "options_too_few", ()),
        ("d", "language_missing", ("vi",)),
        ("e", "fields_not_carried", ("stem_en, explanation_en, source, marks",)),
        ("e", "text_not_read_back", ()),
        ("f", "fields_not_carried", ("source, marks",)),
        ("f", "drawing_needs_new_word", ("p.svg",)),
        ("g", "fields_not_carried", ("stem_en, explanation_en, source, marks",)),
        ("g", "text_not_read_back", ()),
    ]
    document = Document(io.BytesIO(written.data))
    assert [p.text for p in document.paragraphs if p.text.startswith("Câu")][:3] == [
        "Câu 1. [NB] Chọn gì?", "Câu 2. Hiến chương ASEAN có hiệu lực từ ngày nào?",
        "Câu 3. Hiến chương ASEAN có hiệu lực từ ngày nào?",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [("map.png", PNG), ("flag.svg", SVG)])
def test_pictures_come_back_as_they_are(name: str, data: bytes) -> None:
    draft = make_draft(picture=PictureDraft(name, data, "Bản đồ", "A map", "Ai đó (CC0)"))
    written = word.write([draft])
    [again] = word.read(written.data).drafts
    assert again == held(draft)
    texts = [paragraph.text for paragraph in Document(io.BytesIO(written.data)).paragraphs]
    assert "Nguồn hình: câu 1 – Ai đó (CC0)." in texts


def test_a_webp_picture_is_printed_as_png() -> None:
    data = io.BytesIO()
    Image.new("RGB", (40, 20), (9, 90, 9)).save(data, "WEBP")
    draft = make_draft(picture=PictureDraft("picture.webp", data.getvalue(), "Hình", "Picture"))
    [again] = word.read(word.write([draft]).data).drafts
    assert again.picture is not None
    assert again.picture.data.startswith(b"\x89PNG")


def test_a_paper_of_nothing_is_a_paper() -> None:
    assert Document(io.BytesIO(word.write([]).data)).paragraphs[0].text == "ĐỀ TRẮC NGHIỆM"
    assert tidy(Document(io.BytesIO(word.write([], language="en").data)).paragraphs[0].text) == "TEST"
