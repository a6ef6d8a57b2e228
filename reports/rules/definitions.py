"""How every figure is counted, in one place: for the annex of each document and for "Cách tính" on the pages.

Vietnamese, because a document has one language. Each text is one or more short sentences; `{cut_off}` and `{small}` are
filled in. The statistics name these codes in their docstrings.
"""

from dataclasses import dataclass
from datetime import date

from reports.rules import wording
from reports.rules.shares import SMALL


@dataclass(frozen=True)
class Definition:
    """`term` is what the figure is called, `text` how it is counted."""

    code: str
    term: str
    text: str


_TEXTS = (
    (
        "turn",
        "Lượt thi",
        (
            "Một bài đã nộp hoặc đã hết giờ, có ít nhất một câu trả lời, bắt đầu trong kỳ báo cáo. Bài của "
            "người bị hủy kết quả không tính."
        ),
    ),
    (
        "participant",
        "Số người dự thi",
        (
            "Số người khác nhau có ít nhất một lượt thi trong kỳ. Một người thi nhiều lần, nhiều vòng hoặc "
            "học hai trường trong kỳ chỉ tính một lần trong mỗi phạm vi. Vì vậy không cộng số người của các "
            "phạm vi với nhau."
        ),
    ),
    (
        "audience",
        "Đối tượng",
        (
            "Học sinh là người học từ lớp 1 đến lớp 12, gồm cả giáo dục thường xuyên. Sinh viên là người học "
            "của trường cao đẳng, đại học. Giáo viên là người dự cuộc thi dành cho giáo viên. Các bảng theo "
            "địa bàn, trường, cấp học, kênh và tuần gồm học sinh và sinh viên; giáo viên được nêu riêng."
        ),
    ),
    (
        "rate",
        "Tỷ lệ tham gia",
        (
            "Số học sinh dự thi chia cho số học sinh thuộc các khối lớp được mời. Chỉ tính trên các trường đã "
            "có số học sinh. Thiếu số học sinh hoặc số đó bằng 0 thì ghi chưa có số liệu."
        ),
    ),
    (
        "denominator",
        "Số học sinh được mời",
        (
            "Lấy theo danh sách lớp ngày {cut_off}. Trường chưa có danh sách thì lấy số liệu nhập gần nhất, "
            "kèm ngày và nguồn. Nơi có số học sinh dự thi lớn hơn số học sinh được đánh dấu để kiểm tra lại."
        ),
    ),
    (
        "coverage",
        "Độ phủ",
        "Số trường được mời có ít nhất một người dự thi chia cho số trường được mời.",
    ),
    (
        "place",
        "Địa bàn",
        (
            "Xã, phường hoặc huyện nơi trường đóng vào ngày thi. Trường chuyển địa bàn trong kỳ có mặt ở cả "
            "hai nơi, mỗi lượt thi chỉ tính ở nơi của ngày thi."
        ),
    ),
    (
        "cluster",
        "Khu vực (huyện cũ)",
        (
            "Địa bàn cấp huyện trước ngày 01/7/2025, dùng để so sánh trước và sau khi sắp xếp. Xã, phường mới "
            "được xếp vào huyện cũ có nhiều xã nhập vào nhất."
        ),
    ),
    (
        "level",
        "Cấp học",
        (
            "Theo khối lớp: 1 đến 5 là tiểu học, 6 đến 9 là trung học cơ sở, 10 đến 12 là trung học phổ "
            "thông. Trung tâm giáo dục thường xuyên, trường cao đẳng, đại học tính theo loại trường."
        ),
    ),
    (
        "channel",
        "Kênh dự thi",
        (
            "Trực tuyến, mạng nội bộ của trường và bài trên giấy được đếm riêng. Một người dùng hai kênh có "
            "mặt ở cả hai, mỗi lượt thi chỉ thuộc một kênh."
        ),
    ),
    (
        "contests",
        "Cuộc thi",
        (
            "Cuộc thi tổ chức trên hệ thống được đếm từ bài thi. Cuộc thi do Bộ hoặc đơn vị khác tổ chức được "
            "lấy từ số liệu các trường báo cáo và không cộng vào số người dự thi trên hệ thống."
        ),
    ),
    (
        "register",
        "Số liệu hoạt động",
        (
            "Số người dự nói chuyện chuyên đề, ngoại khóa, giao lưu là số lượt người do trường báo cáo. Một "
            "người dự hai buổi được tính hai lần."
        ),
    ),
    (
        "week",
        "Theo tuần",
        (
            "Tuần tính từ thứ Hai. Người mới là người có lượt thi đầu tiên của kỳ trong tuần đó, nên tổng số "
            "người mới của các tuần bằng số người dự thi."
        ),
    ),
    (
        "change",
        "So với kỳ trước",
        (
            "Kỳ trước là kỳ cùng loại liền trước; năm học đến nay so với cùng số ngày của năm học trước; "
            "khoảng ngày tự chọn so với khoảng dài bằng nó ngay trước đó. Kỳ chưa kết thúc so với phần đã qua "
            "của kỳ trước."
        ),
    ),
    (
        "score",
        "Điểm",
        "Phần trăm tổng điểm của bài thi. Tính trên tất cả lượt thi. Độ lệch chuẩn là độ lệch chuẩn mẫu.",
    ),
    (
        "right",
        "Tỷ lệ trả lời đúng",
        "Số câu trả lời đúng chia cho số câu có trong các bài thi. Câu bỏ trống tính là chưa đúng.",
    ),
    (
        "topic",
        "Theo trụ cột và chủ đề",
        "Tổng điểm đạt được chia cho tổng điểm tối đa của các câu thuộc trụ cột hoặc chủ đề đó.",
    ),
    (
        "interval",
        "Khoảng tin cậy",
        (
            "Khoảng tin cậy 95%, nêu khi có dưới 400 người. Các câu của cùng một người được xem là một nhóm, "
            "không phải những quan sát độc lập."
        ),
    ),
    (
        "awareness",
        "Thay đổi nhận thức",
        (
            "So tỷ lệ trả lời đúng trong lượt thi đầu tiên của cuộc thi đầu và của cuộc thi cuối của cùng một "
            "học sinh. Đề của hai cuộc thi khác nhau, nên kết quả chỉ để tham khảo."
        ),
    ),
    (
        "facility",
        "Độ khó",
        (
            "Tổng điểm đạt được chia cho tổng điểm tối đa của câu trong các lượt thi có câu đó. Bỏ trống tính "
            "không điểm. Số càng lớn, câu càng dễ."
        ),
    ),
    (
        "discrimination",
        "Độ phân biệt",
        (
            "Hệ số tương quan giữa điểm của câu và điểm của phần còn lại trong bài, tính trên lượt thi đầu "
            "tiên của mỗi người. Số càng gần 1, câu càng phân biệt rõ."
        ),
    ),
    (
        "alpha",
        "Độ tin cậy của đề",
        (
            "Hệ số Cronbach alpha (KR-20 khi mọi câu cùng điểm và chỉ có đúng hoặc chưa đúng). Sai số chuẩn "
            "là độ lệch chuẩn nhân với căn bậc hai của 1 trừ hệ số đó."
        ),
    ),
    (
        "small",
        "Nhóm nhỏ",
        (
            "Số liệu tính từ bài thi khi công bố không nêu riêng nhóm có từ 01 đến {most} người: các nhóm đó được gộp "
            "với nhóm cùng phạm vi, hoặc để trống. Không nêu kết quả bài thi của nhóm dưới {small} người. Báo cáo "
            "không chứa tên học sinh. Số người ở các sổ hoạt động được nêu như đơn vị đã khai."
        ),
    ),
)
CODES = tuple(code for code, _term, _text in _TEXTS)


def definitions(*, cut_off: date, small: int = SMALL) -> dict[str, Definition]:
    """All definitions by code, in the order of the annex."""
    words = {"cut_off": wording.short_day(cut_off), "small": wording.padded(small), "most": wording.padded(small - 1)}
    return {code: Definition(code, term, text.format(**words)) for code, term, text in _TEXTS}
