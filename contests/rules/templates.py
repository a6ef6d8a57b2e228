"""Starting points for a new contest: what a card on the page fills in. Plain values under the sheet's own names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contests.rules.words import Say


@dataclass(frozen=True, kw_only=True)
class Template:
    """`values` are fields of the rule sheet; how many items, minutes and hours of window stand apart."""

    code: str
    items: int
    minutes: int
    window_h: int
    values: Mapping[str, object] = field(default_factory=dict)

    def name(self, _: Say) -> str:
        """The words on its card."""
        return {
            "weekly": _("Thi tìm hiểu hằng tuần"),
            "school15": _("Thi trường 15 phút"),
            "province": _("Vòng tỉnh"),
            "talk": _("Sau buổi nói chuyện"),
        }[self.code]

    def about(self, _: Say) -> str:
        """One sentence about what it sets."""
        return {
            "weekly": _("15 câu, 10 phút, mở 7 ngày, có câu dự đoán để phân hạng."),
            "school15": _("15 câu, 15 phút, mở trong một ngày, mỗi em một lượt."),
            "province": _("Cả tỉnh bắt đầu cùng lúc, 4 mã đề, dự thi theo danh sách, có phúc khảo."),
            "talk": _("10 câu, 10 phút, ngay sau buổi nói chuyện chuyên đề."),
        }[self.code]


PRIZES = (("Giải Nhất", 1), ("Giải Nhì", 2), ("Giải Ba", 3), ("Giải Khuyến khích", 5))

#: What the plain school contest offers, and every template that says nothing else.
PLAIN_PRIZES = (("Giải Nhất", 1), ("Giải Nhì", 2), ("Giải Ba", 3))
TEMPLATES: Mapping[str, Template] = {
    one.code: one
    for one in (
        Template(
            code="weekly",
            items=15,
            minutes=10,
            window_h=7 * 24,
            values={
                "prediction": "all_right",
                "chain": ("points", "prediction", "time_used", "submitted_at"),
            },
        ),
        Template(code="school15", items=15, minutes=15, window_h=10),
        Template(
            code="province",
            items=30,
            minutes=30,
            window_h=1,
            values={
                "entry_by": "listed",
                "mode": "same",
                "papers_count": 4,
                "board_to": "nobody",
                "results_open": "close",
                "confirmation": "department",
                "appeal_h": 48,
                "round_level": "province",
                "prizes": PRIZES,
            },
        ),
        Template(code="talk", items=10, minutes=10, window_h=2, values={"board_to": "everybody", "prizes": ()}),
    )
}
