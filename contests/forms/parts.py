"""The fields of the contest form, part by part; every option has the plain school contest as its default."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.forms.fields import DayField, MomentField, NumberOption, OptionField, PointsField
from contests.models import (
    Audience,
    BoardTo,
    Confirmation,
    Counts,
    EntryBy,
    MultipleScoring,
    OpensAt,
    PaperKind,
    PredictionOf,
    RoundLevel,
    SittingMode,
)

ATTEMPTS = [
    ("1", _("1 lượt")), ("2", _("2 lượt")), ("3", _("3 lượt")), ("5", _("5 lượt")), ("10", _("10 lượt")),
    ("0", _("Không giới hạn")),
]  # fmt: skip


class FirstFields(forms.Form):
    """All that a teacher must look at."""

    title = forms.CharField(
        label=_("Tên cuộc thi"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "in"}),
        error_messages={"required": _("Hãy đặt tên cho cuộc thi.")},
    )
    opens_at = MomentField(label=_("Giờ mở"))
    closes_at = MomentField(label=_("Giờ đóng"))
    length = forms.IntegerField(
        label=_("Thời gian làm bài (phút)"),
        min_value=1,
        max_value=300,
        initial=20,
        widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
        error_messages={"required": _("Hãy viết số phút làm bài.")},
    )
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    template = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class PaperFields(forms.Form):
    paper_kind = OptionField(PaperKind.choices, PaperKind.BLUEPRINT, label=_("Câu hỏi của đề"))
    papers_count = NumberOption(1, least=1, most=24, label=_("Số mã đề"), help_text=_("Nên có khi ngồi gần nhau."))
    as_of = DayField(label=_("Câu hỏi đúng vào ngày"), help_text=_("Để trống: ngày mở cuộc thi."))
    shuffle = forms.BooleanField(
        label=_("Xáo câu hỏi và phương án cho từng em"),
        required=False,
        initial=True,
        help_text=_("Nên bật khi các em ngồi gần nhau."),
    )
    private_first = forms.BooleanField(
        label=_("Ưu tiên câu trong kho riêng của tôi"),
        required=False,
        help_text=_("Chủ đề nào kho riêng đủ câu thì lấy ở đó. Nên chọn khi cuộc thi có giải."),
    )
    allow_held = forms.BooleanField(
        label=_("Dùng cả câu mà cuộc thi khác đang giữ"),
        required=False,
        help_text=_("Chỉ chọn khi hai cuộc thi cùng lúc, cùng một đề."),
    )


class PeopleFields(forms.Form):
    audience = OptionField(Audience.choices, Audience.PUPILS, label=_("Cuộc thi dành cho"))
    entry_by = OptionField(
        EntryBy.choices,
        EntryBy.INVITED,
        label=_("Ai được vào thi"),
        help_text=_("Danh sách dự thi lập ở trang Thí sinh của cuộc thi."),
    )
    age_from = NumberOption(None, least=5, most=100, label=_("Từ mấy tuổi"), help_text=_("Để trống: không giới hạn."))
    age_to = NumberOption(None, least=5, most=100, label=_("Đến mấy tuổi"), help_text=_("Để trống: không giới hạn."))
    practice_needed = NumberOption(
        0, least=0, most=500, label=_("Luyện tập trước (câu đúng)"), help_text=_("0: không cần luyện tập trước.")
    )
    round_level = OptionField(RoundLevel.choices, RoundLevel.SCHOOL, drop_down=True, label=_("Vòng thi"))


class SittingFields(forms.Form):
    mode = OptionField(SittingMode.choices, SittingMode.OWN, label=_("Bắt đầu làm bài"))
    attempts = OptionField(ATTEMPTS, "1", drop_down=True, label=_("Số lượt của mỗi người"))
    counts = OptionField(Counts.choices, Counts.BEST, label=_("Làm nhiều lượt thì tính"))


class ScoringFields(forms.Form):
    multiple_scoring = OptionField(
        MultipleScoring.choices, MultipleScoring.ALL, label=_("Chấm câu nhiều đáp án, ghép đôi, sắp thứ tự")
    )
    negative_percent = NumberOption(
        0,
        least=0,
        most=100,
        label=_("Trừ điểm câu chưa đúng (% điểm của câu)"),
        help_text=_("0: không trừ, để các em mạnh dạn trả lời."),
    )
    speed = PointsField(
        0,
        least="0",
        label=_("Điểm thưởng nộp sớm, nhiều nhất"),
        help_text=_("0: không có. Bài trắng nộp sớm không được gì."),
    )
    prediction = OptionField(
        PredictionOf.choices,
        PredictionOf.NONE,
        label=_("Câu dự đoán"),
        help_text=_("Để phân hạng khi nhiều em đúng hết. Đáp số chỉ biết khi cuộc thi kết thúc."),
    )


class ShowingFields(forms.Form):
    board_to = OptionField(BoardTo.choices, BoardTo.OWN_SUBMIT, label=_("Ai thấy bảng xếp hạng"))
    sub_boards = forms.MultipleChoiceField(
        label=_("Bảng phụ"),
        required=False,
        choices=[("school", _("Theo trường")), ("grade", _("Theo khối")), ("unit", _("Theo xã, phường"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Xếp học sinh trong từng nhóm, không xếp hạng các trường với nhau."),
    )
    freeze_min = NumberOption(
        0,
        least=0,
        most=100_000,
        label=_("Bảng đứng yên trước giờ đóng (phút)"),
        help_text=_("0: bảng chạy đến cuối. Đứng yên để giữ bất ngờ cho lễ công bố."),
    )
    results_open = OptionField(OpensAt.choices, OpensAt.SUBMIT, label=_("Điểm của mỗi em hiện"))
    keys_open = OptionField(
        [(OpensAt.CLOSE.value, OpensAt.CLOSE.label), (OpensAt.NEVER.value, OpensAt.NEVER.label)],
        OpensAt.CLOSE,
        label=_("Đáp án và giải thích mở"),
    )
    confirmation = OptionField(Confirmation.choices, Confirmation.AT_ONCE, label=_("Công bố kết quả"))
    appeal_h = NumberOption(
        0, least=0, most=720, label=_("Nhận phúc khảo trong (giờ)"), help_text=_("0: không nhận trên trang.")
    )
    retention_months = NumberOption(
        12,
        least=1,
        most=60,
        label=_("Giữ họ tên trong bài làm (tháng)"),
        help_text=_("Hết hạn, họ tên được gỡ, số liệu chung vẫn còn."),
    )
