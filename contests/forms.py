"""The teacher's one page: a contest in sensible defaults. Dates are text, dd/mm/yyyy, whatever the browser speaks."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.actions.contest import ContestDraft
from contests.models import BoardTo, MultipleScoring, OpensAt
from quiz.rules.blueprint import Cell
from schools.models import School, User

MOMENT = "%H:%M %d/%m/%Y"
TOTAL = 20


class MomentField(forms.DateTimeField):
    """`07:30 25/11/2026` in the settings' zone."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            input_formats=[MOMENT, "%d/%m/%Y %H:%M"],
            widget=forms.DateTimeInput(
                format=MOMENT, attrs={"class": "in", "placeholder": "07:30 25/11/2026", "autocomplete": "off"}
            ),
            error_messages={"invalid": _("Viết giờ và ngày như 07:30 25/11/2026.")},
            **kwargs,  # type: ignore[arg-type]  # label and help text
        )


class ContestForm(forms.Form):
    """Needs the topics and the grades or schools this person may invite; gives a `ContestDraft`."""

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
    )
    private_first = forms.BooleanField(
        label=_("Ưu tiên câu trong kho riêng của tôi"),
        required=False,
        help_text=_("Chủ đề nào kho riêng đủ câu thì lấy ở đó. Nên chọn khi cuộc thi có giải."),
    )
    as_of = forms.DateField(
        label=_("Câu hỏi đúng vào ngày"),
        required=False,
        input_formats=["%d/%m/%Y"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "in", "placeholder": "dd/mm/yyyy"}),
        help_text=_("Để trống: ngày mở cuộc thi."),
        error_messages={"invalid": _("Viết ngày như 25/11/2026.")},
    )
    multiple_scoring = forms.ChoiceField(
        label=_("Chấm câu nhiều đáp án, ghép đôi, sắp thứ tự"),
        choices=MultipleScoring.choices,
        widget=forms.RadioSelect,
    )
    board_to = forms.ChoiceField(label=_("Ai thấy bảng xếp hạng"), choices=BoardTo.choices, widget=forms.RadioSelect)
    results_open = forms.ChoiceField(label=_("Điểm của mỗi em hiện"), choices=OpensAt.choices, widget=forms.RadioSelect)
    keys_open = forms.ChoiceField(
        label=_("Đáp án và giải thích mở"),
        choices=[(OpensAt.CLOSE, OpensAt.CLOSE.label), (OpensAt.NEVER, OpensAt.NEVER.label)],
        widget=forms.RadioSelect,
    )
    shuffle = forms.BooleanField(
        label=_("Xáo câu hỏi và phương án cho từng em"), required=False, initial=True, widget=forms.CheckboxInput
    )

    def __init__(
        self,
        *args: object,
        by: User,
        topics: Iterable[tuple[str, str, int]],
        invitable: Mapping[str, str],
        at: datetime,
        **kwargs: object,
    ) -> None:
        """`topics`: code, name, usable items; `invitable`: `"<school>:<grade or empty>"` → label."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.by = by
        self.topics = list(topics)
        self.fields["invitations"] = forms.MultipleChoiceField(
            label=_("Ai được dự thi"),
            choices=list(invitable.items()),
            widget=forms.CheckboxSelectMultiple,
            initial=list(invitable) if by.role in {"teacher", "leader"} else [],
            error_messages={"required": _("Hãy chọn ít nhất một trường hoặc một khối được dự thi.")},
        )
        self._add_topics()
        start = timezone.localtime(at).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self.initial.setdefault("opens_at", start)
        self.initial.setdefault("closes_at", start + timedelta(days=1))
        for name, value in {
            "multiple_scoring": MultipleScoring.ALL,
            "board_to": BoardTo.OWN_SUBMIT,
            "results_open": OpensAt.SUBMIT,
            "keys_open": OpensAt.CLOSE,
        }.items():
            self.initial.setdefault(name, value)

    def _add_topics(self) -> None:
        shares = _even_shares({code: usable for code, _name, usable in self.topics})
        for code, name, usable in self.topics:
            self.fields[f"topic_{code}"] = forms.IntegerField(
                label=name,
                min_value=0,
                max_value=50,
                required=False,
                initial=shares[code],
                help_text=_("còn %(n)s câu") % {"n": usable},
                widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
            )

    @property
    def topic_fields(self) -> list[forms.BoundField]:
        return [self[f"topic_{code}"] for code, _name, _usable in self.topics]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("Giờ đóng phải sau giờ mở."))
        if not any(data.get(f"topic_{code}") for code, _name, _usable in self.topics):
            self.add_error(None, _("Hãy chọn ít nhất một câu hỏi."))
        return data

    def draft(self, school: School | None) -> ContestDraft:
        """The draft of a valid form."""
        data = self.cleaned_data
        cells: dict[Cell, int] = {(code, ""): data[f"topic_{code}"] or 0 for code, _name, _usable in self.topics}
        invitations = [pair.partition(":") for pair in data["invitations"]]
        return ContestDraft(
            title=data["title"],
            school=school,
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            length_ms=data["length"] * 60_000,
            cells=cells,
            invitations=[(int(one), int(grade) if grade else None) for one, _sep, grade in invitations],
            as_of=data["as_of"],
            shuffle=data["shuffle"],
            multiple_scoring=data["multiple_scoring"],
            private_first=data["private_first"],
            board_to=data["board_to"],
            results_open=data["results_open"],
            keys_open=data["keys_open"],
            is_demo=self.by.is_demo,
        )


def _even_shares(usable: Mapping[str, int], total: int = TOTAL) -> dict[str, int]:
    """`total` items spread evenly over the topics, none above what the bank has."""
    shares = dict.fromkeys(usable, 0)
    while sum(shares.values()) < total:
        free = [code for code in shares if shares[code] < usable[code]]
        if not free:
            break
        shares[min(free, key=lambda code: shares[code])] += 1
    return shares
