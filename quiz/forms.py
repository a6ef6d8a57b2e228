"""Forms of the bank. They read what was typed into a draft; rules and actions decide."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quiz.exchange.reading import FileRefused
from quiz.exchange.reencode import reencoded
from quiz.models.question import Band, Kind, Level, Pillar, Shelf
from quiz.queries import topics
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from schools.forms import DAY_FORMATS, PlainForm

LONGEST_FACT = 80
ROWS = 8  # six prompts and two partners too many
PARTS = ("vi", "en", "match_vi", "match_en", "why_vi", "why_en")
NAMES = {
    "vi": _("Tiếng Việt"),
    "en": _("Tiếng Anh"),
    "match_vi": _("Vế ghép, tiếng Việt"),
    "match_en": _("Vế ghép, tiếng Anh"),
    "why_vi": _("Vì sao dễ chọn nhầm"),
    "why_en": _("Vì sao dễ chọn nhầm (tiếng Anh)"),
}


def number_in(text: str) -> int:
    """A number that a form carries hidden; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


class WordsField(forms.CharField):
    """Text as it is kept: one way to write each Vietnamese letter (NFC), one kind of line end."""

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "").replace("\r\n", "\n")


def _text(
    label: object, *, rows: int = 0, required: bool = False, most: int = 2000, hint: object = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return WordsField(label=label, required=required, max_length=most, widget=widget, help_text=hint)  # type: ignore[arg-type]  # lazy text


def _day(label: object) -> forms.DateField:
    widget = forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"})
    return forms.DateField(label=label, required=False, input_formats=DAY_FORMATS, widget=widget)  # type: ignore[arg-type]  # lazy text


class ItemForm(PlainForm):
    """One item. `options` gives its rows of bound fields for the template; `draft()` what was typed."""

    kind = forms.ChoiceField(label=_("Dạng câu"), choices=Kind.choices)
    topic = forms.ChoiceField(label=_("Chủ đề"))
    pillar = forms.ChoiceField(label=_("Trụ cột"), choices=Pillar.choices)
    level = forms.ChoiceField(label=_("Mức độ"), choices=Level.choices)
    band = forms.ChoiceField(label=_("Phù hợp từ"), choices=Band.choices, initial=Band.LOWER)
    shelf = forms.ChoiceField(label=_("Kho"), choices=Shelf.choices, initial=Shelf.KEPT)
    stem_vi = _text(_("Câu hỏi"), rows=3, required=True)
    stem_en = _text(_("Câu hỏi bằng tiếng Anh"), rows=3)
    answers = _text(
        _("Đáp án được chấp nhận"),
        rows=3,
        hint=_("Mỗi dòng một cách viết. Điền số: một số, hoặc hai dòng là số nhỏ nhất và lớn nhất được nhận."),
    )
    explanation_vi = _text(_("Giải thích"), rows=3)
    explanation_en = _text(_("Giải thích bằng tiếng Anh"), rows=3)
    source_title = _text(_("Nguồn"), most=300)
    source_url = forms.URLField(label=_("Địa chỉ nguồn"), required=False, max_length=500, assume_scheme="https")
    facts = _text(_("Mã dữ kiện"), hint=_("Cách nhau bằng dấu phẩy."), most=500)
    group = _text(_("Nhóm gợi đáp án"), hint=_("Các câu cùng nhóm không vào chung một đề."), most=60)
    valid_from = _day(_("Đúng từ ngày"))
    valid_to = _day(_("Đúng đến ngày"))
    asks_about = _day(_("Câu hỏi về ngày"))
    picture = forms.FileField(
        label=_("Hình"),
        required=False,
        help_text=_("PNG, JPEG, GIF hoặc WebP, tối đa 5 MB. Hình được ghi lại, bỏ hết thông tin ẩn như nơi chụp."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    no_picture = forms.BooleanField(label=_("Bỏ hình đang có"), required=False)
    alt_vi = _text(_("Lời mô tả hình, không lộ đáp án"), rows=2)
    alt_en = _text(_("Lời mô tả hình bằng tiếng Anh"), rows=2)

    def __init__(self, *args: Any, standing: ItemDraft | None = None, **kwargs: Any) -> None:
        self.standing = standing
        kwargs.setdefault("initial", _initial(standing) if standing else {})
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [(topic.code, topic.name) for topic in topics()]  # type: ignore[attr-defined]  # a choice field
        # several rows may share a partner, so that a standing item may have more of them
        self.rows = max(ROWS, len(standing.options) if standing else 0)
        for row in range(self.rows):
            for part in PARTS:
                self.fields[f"{part}_{row}"] = _text(NAMES[part], most=500)
            self.fields[f"right_{row}"] = forms.BooleanField(label=_("Đúng"), required=False)
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("class", "" if name.startswith(("right_", "no_")) else "in")
        if standing is not None:
            self.fields["kind"].disabled = True

    @property
    def options(self) -> Sequence[Mapping[str, BoundField]]:
        return [{part: self[f"{part}_{row}"] for part in (*PARTS, "right")} for row in range(self.rows)]

    def clean_facts(self) -> str:
        facts = str(self.cleaned_data["facts"])
        if any(len(fact.strip()) > LONGEST_FACT for fact in facts.split(",")):
            raise forms.ValidationError(_("Có mã dữ kiện dài quá 80 ký tự."))
        return facts

    def clean_picture(self) -> bytes:
        upload = self.cleaned_data.get("picture")
        if not upload:
            return b""
        try:
            return reencoded(upload.read(5_000_001))
        except FileRefused as refused:
            raise forms.ValidationError(
                PICTURE_TROUBLE.get(refused.problem.code, _("Không đọc được hình này."))
            ) from None

    def draft(self, slug: str) -> ItemDraft:
        """What was typed, valid or not (call after `is_valid`)."""
        given = self.cleaned_data
        plain = ("kind", "topic", "pillar", "level", "band", "shelf", "group", "stem_vi", "stem_en")
        plain += ("explanation_vi", "explanation_en", "source_title", "source_url")
        words = {name: given.get(name) or "" for name in plain}
        return ItemDraft(
            slug=slug,
            options=self._options() if words["kind"] not in {"number", "text"} else (),
            answers=self._answers() if words["kind"] in {"number", "text"} else (),
            facts=tuple(fact.strip() for fact in (given.get("facts") or "").split(",") if fact.strip()),
            valid_from=given.get("valid_from"),
            valid_to=given.get("valid_to"),
            asks_about=given.get("asks_about"),
            picture=self._picture(),
            **words,
        )

    def _options(self) -> tuple[OptionDraft, ...]:
        rows = []
        for row in range(self.rows):
            texts = {part: (self.cleaned_data.get(f"{part}_{row}") or "").strip() for part in PARTS}
            if any(texts.values()):
                rows.append(OptionDraft(**texts, right=bool(self.cleaned_data.get(f"right_{row}"))))
        return tuple(rows)

    def _answers(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in (self.cleaned_data.get("answers") or "").splitlines() if line.strip())

    def _picture(self) -> PictureDraft | None:
        given = self.cleaned_data
        alt = {"alt_vi": given.get("alt_vi") or "", "alt_en": given.get("alt_en") or ""}
        if data := given.get("picture"):
            return PictureDraft("picture.webp", data, **alt)
        there = self.standing.picture if self.standing else None
        return None if there is None or given.get("no_picture") else replace(there, **alt)


PICTURE_TROUBLE = {
    "picture_too_large": _("Hình quá lớn. Hãy thu nhỏ còn dưới 5 MB và dưới 25 triệu điểm ảnh."),
    "picture_unknown_form": _("Tệp này không phải hình PNG, JPEG, GIF hoặc WebP."),
    "picture_broken": _("Hình bị hỏng, không mở được."),
}


def _initial(draft: ItemDraft) -> dict[str, object]:
    """The form filled from a standing draft."""
    fields = ("kind", "topic", "pillar", "level", "band", "shelf", "group", "stem_vi", "stem_en", "explanation_vi")
    fields += ("explanation_en", "source_title", "source_url", "valid_from", "valid_to", "asks_about")
    filled: dict[str, object] = {name: getattr(draft, name) for name in fields}
    filled |= {"answers": "\n".join(draft.answers), "facts": ", ".join(draft.facts)}
    for row, option in enumerate(draft.options):
        filled |= {f"{part}_{row}": getattr(option, part) for part in (*PARTS, "right")}
    if draft.picture:
        filled |= {"alt_vi": draft.picture.alt_vi, "alt_en": draft.picture.alt_en}
    return filled


class UploadForm(PlainForm):
    """A file of questions and where its items go."""

    file = forms.FileField(label=_("Tệp câu hỏi"), allow_empty_file=True, help_text=_("Tối đa 10 MB."))
    form = forms.ChoiceField(label=_("Định dạng"), required=False)
    topic = forms.ChoiceField(label=_("Chủ đề cho câu không ghi chủ đề"))

    def __init__(self, *args: Any, formats: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", _("Tự nhận theo tệp")), *formats]  # type: ignore[attr-defined]  # a choice field
        self.fields["topic"].choices = [(topic.code, topic.name) for topic in topics()]  # type: ignore[attr-defined]  # as above
