"""What the template says to a teacher: remarks on headings, an example of every kind, and how to fill it in."""

from datetime import date

from quiz.rules.draft import ItemDraft, OptionDraft


def _sections(text: str) -> list[tuple[str, str]]:
    """Titles with what stands indented under them."""
    sections = [section.split("\n") for section in text.strip().split("\n\n")]
    return [(title, " ".join(line.strip() for line in lines)) for title, *lines in sections]


COMMENTS = dict(
    _sections(
        """
kind
    Chọn trong danh sách. Để trống cũng được: máy đoán theo đáp án và vế ghép.

stem
    BẮT BUỘC. Một câu hỏi trọn vẹn, đọc hiểu được khi chưa xem phương án.

option
    Từ 3 đến 6 phương án, mỗi ô một phương án, không gõ “A.” ở đầu. Ghép đôi: vế bên trái. Sắp thứ tự: các mục cần sắp.
    Điền số, điền từ: để trống.

key
    BẮT BUỘC, trừ câu ghép đôi. Một đáp án: B. Nhiều đáp án: A, C. Sắp thứ tự: C, A, B (đúng thứ tự). Điền số: 1967.
    Điền từ: mọi cách viết được nhận, cách nhau bằng dấu |.

highest
    Chỉ dùng cho câu điền số khi nhận cả một khoảng: số nhỏ nhất ghi ở cột Đáp án, số lớn nhất ghi ở đây.

explanation
    Vì sao đáp án đúng; học sinh đọc sau khi làm bài.

level
    Nhận biết, Thông hiểu, Vận dụng, Vận dụng cao (hoặc NB, TH, VD, VDC).

band
    Cấp học nhỏ nhất mà câu này vừa sức.

topic
    Chọn trong danh sách, hoặc gõ mã chủ đề.

pillar
    Trụ cột của Cộng đồng ASEAN; không rõ thì để trống.

shelf
    Công khai: học sinh luyện tập được. Dành cho cuộc thi: giữ kín.

source_title
    Tên văn bản hoặc trang đã tra cứu.

source_url
    Địa chỉ đầy đủ, bắt đầu bằng https://

match
    Chỉ dùng cho câu ghép đôi: vế bên phải của phương án cùng chữ. Muốn có vế thừa: điền vế ghép mà để trống phương án
    cùng chữ.

why
    Không bắt buộc. Vì sao phương án này dễ chọn nhầm.

valid_from
    Không bắt buộc, dd/mm/yyyy. Trước ngày này câu chưa đúng.

valid_to
    Không bắt buộc, dd/mm/yyyy. Sau ngày này câu hết đúng.

asks_about
    Không bắt buộc, dd/mm/yyyy. Ngày mà chính câu hỏi nói đến.

group
    Không bắt buộc. Các câu cùng nhóm gợi đáp án của nhau nên không vào chung một đề.

facts
    Không bắt buộc. Mã dữ kiện, cách nhau bằng dấu phẩy.

slug
    Để trống với câu mới. Tệp xuất từ ngân hàng có sẵn mã; đừng sửa.
"""
    )
)

GUIDE = _sections(
    """
Việc cần làm
    Cách làm

1. Điền câu hỏi
    Điền vào trang “Câu hỏi”, mỗi dòng một câu. Chỉ cột “Câu hỏi” và “Đáp án” là bắt buộc; cột nào không dùng thì để
    trống, xóa hay đổi chỗ đều được. Đừng sửa chữ ở dòng tiêu đề. Trang “Ví dụ” có sẵn mỗi dạng một câu: chép dòng ở đó
    sang trang “Câu hỏi” rồi sửa. Riêng trang “Ví dụ” không được nhập.

2. Một đáp án
    Điền 3 đến 6 phương án, cột Đáp án ghi một chữ, ví dụ: B

3. Nhiều đáp án
    Cột Đáp án ghi các chữ cách nhau bằng dấu phẩy, ví dụ: A, C. Ít nhất hai phương án đúng và một phương án sai.

4. Ghép đôi
    Phương án A ghép với Vế ghép A, B với B… Cột Đáp án để trống. Vế thừa: điền Vế ghép E mà để trống Phương án E.

5. Sắp thứ tự
    Điền các mục vào Phương án A, B, C…; cột Đáp án ghi thứ tự đúng, ví dụ: C, A, B. Để trống nghĩa là đã điền theo đúng
    thứ tự. Học sinh luôn thấy các mục bị xáo.

6. Điền số
    Cột Đáp án ghi số, viết liền: 1967 hoặc 680,5. Đừng dùng dấu chấm ngăn hàng nghìn (1.967). Nhận một khoảng: ghi số
    nhỏ nhất ở Đáp án và số lớn nhất ở Đáp án đến.

7. Điền từ
    Cột Đáp án ghi mọi cách viết được nhận, cách nhau bằng dấu |, ví dụ: Jakarta | Gia-các-ta. Hoa hay thường, có dấu
    hay không đều được tính. Muốn bắt buộc đúng dấu: thêm dấu = ở đầu, ví dụ: =Cà Mau

8. Ngày
    Gõ ngày/tháng/năm, ví dụ 15/12/2008. Câu có ngày sai (31/02/2026) sẽ không được nhập.

9. Chữ và số
    Các ô đã đặt kiểu chữ nên gõ sao giữ vậy: 00123, 25%, 15/12/2008. Khi dán từ nơi khác, hãy dùng “Dán giá trị” để giữ
    kiểu ô.

10. Tiếng Anh
    Các cột có chữ (tiếng Anh) ở phía bên phải. Điền đủ thì câu dùng được cho cả hai thứ tiếng; để trống cũng nhập được.

11. Hình
    Bảng tính không mang theo hình. Hãy nhập câu trước, rồi thêm hình trên trang sửa câu.

12. Nhập tệp
    Lưu tệp kiểu .xlsx, không đặt mật khẩu. Vào Ngân hàng câu hỏi, chọn Nhập tệp: máy cho xem trước từng câu và chỉ rõ ô
    sai (ví dụ Câu hỏi!C7 là ô C7 của trang Câu hỏi) trước khi lưu.
"""
)

_MARKS = {"level": "recall", "shelf": "open", "band": "lower_secondary", "pillar": "cross"}


def _example(kind: str, stem_vi: str, stem_en: str, explanation: tuple[str, str], **more: object) -> ItemDraft:
    fields: dict[str, object] = {
        "slug": "", "topic": "", "kind": kind, "stem_vi": stem_vi, "stem_en": stem_en, "options": (),
        "explanation_vi": explanation[0], "explanation_en": explanation[1],
        "source_title": "ASEAN", "source_url": "https://asean.org/", **_MARKS, **more,
    }  # fmt: skip
    return ItemDraft(**fields)  # type: ignore[arg-type]  # fields by name


EXAMPLES = (
    _example(
        "single",
        "Hiến chương ASEAN có hiệu lực từ ngày nào?",
        "On which day did the ASEAN Charter enter into force?",
        ("Ngày thứ 30 sau khi nước thứ mười nộp văn kiện phê chuẩn.", "The 30th day after the tenth ratification."),
        options=(
            OptionDraft(
                "20/11/2007", "20 November 2007", why_vi="Đây là ngày ký.", why_en="This is the day of signing."
            ),
            OptionDraft("15/12/2008", "15 December 2008", right=True),
            OptionDraft("08/08/1967", "8 August 1967", why_vi="Ngày ra đời ASEAN.", why_en="ASEAN's founding day."),
            OptionDraft("31/12/2015", "31 December 2015"),
        ),
        valid_from=date(2008, 12, 15),
    ),
    _example(
        "multiple",
        "Những nước nào cùng sáng lập ASEAN năm 1967?",
        "Which countries were among the founders of ASEAN in 1967?",
        ("Năm nước sáng lập ký Tuyên bố Bangkok.", "Five founders signed the Bangkok Declaration."),
        options=(
            OptionDraft("Thái Lan", "Thailand", right=True),
            OptionDraft("Lào", "Lao PDR"),
            OptionDraft("Singapore", "Singapore", right=True),
            OptionDraft("Brunei", "Brunei Darussalam"),
        ),
    ),
    _example(
        "matching",
        "Ghép mỗi nước với thủ đô của nước ấy.",
        "Match each country with its capital.",
        (
            "Jakarta là thủ đô của Indonesia, không ghép với nước nào ở đây.",
            "Jakarta, of Indonesia, has no match here.",
        ),
        options=(
            OptionDraft("Việt Nam", "Viet Nam", match_vi="Hà Nội", match_en="Ha Noi"),
            OptionDraft("Lào", "Lao PDR", match_vi="Viêng Chăn", match_en="Vientiane"),
            OptionDraft("Philippines", "the Philippines", match_vi="Manila", match_en="Manila"),
            OptionDraft("", "", match_vi="Jakarta", match_en="Jakarta"),
        ),
    ),
    _example(
        "ordering",
        "Xếp các nước theo năm gia nhập ASEAN, từ sớm nhất đến muộn nhất.",
        "Put the countries in the order in which they joined ASEAN, the earliest first.",
        ("Việt Nam 1995, Lào 1997, Campuchia 1999.", "Viet Nam 1995, Lao PDR 1997, Cambodia 1999."),
        options=(
            OptionDraft("Việt Nam", "Viet Nam"),
            OptionDraft("Lào", "Lao PDR"),
            OptionDraft("Campuchia", "Cambodia"),
        ),
    ),
    _example(
        "number",
        "ASEAN ra đời năm nào?",
        "In which year was ASEAN founded?",
        ("Tuyên bố Bangkok được ký ngày 08/08/1967.", "The Bangkok Declaration was signed on 8 August 1967."),
        answers=("1967",),
    ),
    _example(
        "text",
        "Ban Thư ký ASEAN đặt tại thành phố nào?",
        "In which city is the ASEAN Secretariat?",
        ("Trụ sở ở Jakarta, Indonesia.", "Its seat is in Jakarta, Indonesia."),
        answers=("Jakarta", "Gia-các-ta"),
    ),
)
