"""The rules as a Word file: what stands in it, in which letters."""

from io import BytesIO

from docx import Document

from contests.exchange.rules_docx import RulesPaper, write

PAPER = RulesPaper(
    parent="Sở Giáo dục và Đào tạo",
    agency="Trường THPT Hồ Thị Kỷ",
    place="Cà Mau",
    subject="Tìm hiểu ASEAN tuần 1",
    articles=[("Đối tượng dự thi", ["Học sinh khối 10.", "Mỗi em một lượt."]), ("Phúc khảo", ["Không nhận."])],
    signs_as=("HIỆU TRƯỞNG",),
    copies_to=("Các lớp dự thi",),
    label="Số liệu minh họa",
)


def test_the_file_holds_the_whole_sheet_in_the_decrees_letters() -> None:
    document = Document(BytesIO(write(PAPER)))
    body = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert body == [
        "THỂ LỆ", "Tìm hiểu ASEAN tuần 1", "Điều 1. Đối tượng dự thi", "1. Học sinh khối 10.", "2. Mỗi em một lượt.",
        "Điều 2. Phúc khảo", "Không nhận./.",
    ]  # fmt: skip
    head, signature = document.tables
    left, right = (cell.text for cell in head.rows[0].cells)
    assert "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG THPT HỒ THỊ KỶ" in left
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in right
    assert "Cà Mau, ngày       tháng       năm" in right
    left, right = (cell.text for cell in signature.rows[0].cells)
    assert "- Các lớp dự thi;\n- Lưu: VT." in left
    assert right.startswith("HIỆU TRƯỞNG")
    assert document.styles["Normal"].font.name == "Times New Roman"
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm)) == (210, 30)
    assert section.first_page_header.paragraphs[0].text == "Số liệu minh họa"
