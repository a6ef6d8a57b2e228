"""The one page on which a contest's rules are decided: right by default, a title and a time are enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from backend import clock
from contests.actions.draft import ContestDraft
from contests.forms import table
from contests.forms.fields import NumberOption, OptionField
from contests.forms.parts import FirstFields, PaperFields, PeopleFields, ScoringFields, ShowingFields, SittingFields
from contests.forms.starting import PRIZES_MOST, STEPS_MOST, minutes_before
from contests.models import PaperKind, PredictionOf
from contests.rules import ranking
from contests.rules.sheet import CHAIN, RuleSheet
from quiz.rules.blueprint import Cell
from schools.models import School, User
from schools.rules.levels import may_teach

#: What an action says about fields of the sheet, put beside the field where it is typed.
BESIDE = {"chain": "chain_1", "prizes": "prize_name_1", "length_ms": "length"}
GRADES = range(1, 13)


@dataclass(frozen=True)
class Group:
    """Options that belong together: folded away unless something in them is wrong. `now` says what is chosen."""

    name: str
    heading: str
    now: str
    fields: Sequence[forms.BoundField]
    open: bool


class ContestForm(FirstFields, PaperFields, PeopleFields, SittingFields, ScoringFields, ShowingFields):
    """Needs what the bank has and whom this person may invite; gives a `ContestDraft`. `was` is what is changed."""

    def __init__(
        self,
        *args: Any,
        by: User,
        stock: table.Stock,
        invitable: Mapping[str, str],
        was: RuleSheet | None = None,
        **kwargs: Any,
    ) -> None:
        """`invitable`: `"<school>:<grade or empty>"` → label."""
        super().__init__(*args, **kwargs)
        self.by, self.stock, self.was, self.invitable = by, stock, was, dict(invitable)
        self.refused: set[str] = set()
        self._add_invitations(invitable)
        self._keep_odd_attempts()
        self.fields |= table.table_fields(stock)
        self._add_chain()
        for place in range(1, PRIZES_MOST + 1):
            self.fields[f"prize_name_{place}"] = forms.CharField(
                label=_("Tên giải %(n)s") % {"n": place},
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"class": "in", "aria-label": _("Tên giải %(n)s") % {"n": place}}),
            )
            quota = NumberOption(None, least=1, most=1000, label=_("Số lượng"))
            quota.widget.attrs["aria-label"] = _("Số lượng của giải %(n)s") % {"n": place}
            self.fields[f"prize_quota_{place}"] = quota

    def _add_invitations(self, invitable: Mapping[str, str]) -> None:
        invited = forms.MultipleChoiceField(
            label=_("Ai được dự thi"),
            choices=list(invitable.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=list(invitable) if self.by.school_id else [],
        )
        self.fields["invitations"] = invited
        if not self.by.school_id and any(value.endswith(":") for value in invitable):  # whole schools
            self.fields["everybody"] = forms.BooleanField(
                label=_("Mời mọi trường trong danh sách"), required=False, initial=False
            )
            self.fields["grades"] = forms.MultipleChoiceField(
                label=_("Chỉ những khối"),
                required=False,
                choices=[(str(grade), _("Khối %(grade)s") % {"grade": grade}) for grade in GRADES],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Không chọn khối nào: cả trường."),
            )

    def _keep_odd_attempts(self) -> None:
        """A number of attempts that the list does not offer stays what it is."""
        given = str(self.initial.get("attempts", "1"))
        attempts = self.fields["attempts"]
        if given not in dict(attempts.choices):  # type: ignore[attr-defined]  # a choice field
            attempts.choices = [*attempts.choices, (given, _("%(n)s lượt") % {"n": given})]  # type: ignore[attr-defined]

    def _add_chain(self) -> None:
        steps = [("", "–"), *((name, _capital(step.in_words(_))) for name, step in ranking.STEPS.items())]
        for place in range(1, STEPS_MOST + 1):
            default = CHAIN[place - 1] if place <= len(CHAIN) else ""
            label = _("Tiêu chí %(n)s") % {"n": place}
            self.fields[f"chain_{place}"] = OptionField(steps, default, drop_down=True, label=label)

    def full_clean(self) -> None:
        super().full_clean()
        self.mark_errors()

    def mark_errors(self) -> None:
        """Ties each error to its field; called again when an action has refused."""
        for name in set(self.errors) & set(self.fields):
            self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}

    def unjudged(self) -> "ContestForm":
        """As typed, without a word about what is wrong with it."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        return self

    def add_refusal(self, fields: Mapping[str, Sequence[object]], sentence: object) -> None:
        """What an action refused, beside its fields, or above them where none is its own."""
        self.refused |= set(fields)
        for name, sentences in fields.items():
            beside = BESIDE.get(name, name)
            for one in sentences:
                self.add_error(beside if beside in self.fields else None, str(one))
        if not fields:
            self.add_error(None, str(sentence))
        self.mark_errors()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in range(1, PRIZES_MOST + 1):
            name, quota = data.get(f"prize_name_{place}"), data.get(f"prize_quota_{place}")
            if bool(name) != bool(quota) and not self.errors.get(f"prize_quota_{place}"):
                self.add_error(f"prize_name_{place}", _("Mỗi giải cần cả tên và số lượng."))
        return data

    def draft(self, school: School | None, template: str = "") -> ContestDraft:
        """The draft of a valid form."""
        data = self.cleaned_data
        opens_at, closes_at = self._kept("opens_at"), self._kept("closes_at")
        cells = self._cells()
        return ContestDraft(
            title=data["title"],
            school=school,
            opens_at=opens_at,
            closes_at=closes_at,
            length_ms=self._length_ms(),
            cells=cells,
            worth={cell: data[table.worth_name(cell[1])] for cell in cells},
            invitations=self._places(),
            attempts_most=int(data["attempts"]) or None,
            speed_most=data["speed"],
            chain=self._chain(),
            frozen_at=self._frozen_at(opens_at, closes_at),
            prizes=self._prizes(),
            template=template or data["template"],
            is_demo=self.by.is_demo,
            **{name: data[name] for name in AS_THEY_ARE},
        )

    def _kept(self, name: str) -> datetime:
        """The instant as typed; the form shows minutes, so seconds that stood there before stay."""
        typed: datetime = self.cleaned_data[name]
        before: datetime | None = getattr(self.was, name) if self.was else None
        return before if before is not None and before.replace(second=0, microsecond=0) == typed else typed

    def _length_ms(self) -> int:
        minutes: int = self.cleaned_data["length"]
        before = self.was.length_ms if self.was else 0
        return before if before // 60_000 == minutes else minutes * 60_000

    def _frozen_at(self, opens_at: datetime, closes_at: datetime) -> datetime | None:
        """So long before the end; a board that stands still already keeps its moment, unless all is put off."""
        minutes = self.cleaned_data["freeze_min"]
        before = self.was.frozen_at if self.was else None
        if self.was and before and minutes == minutes_before(self.was):
            stays = closes_at == self.was.closes_at or opens_at < before <= clock.now()
            return before if stays else closes_at - timedelta(minutes=minutes)
        return closes_at - timedelta(minutes=minutes) if minutes else None

    def _cells(self) -> dict[Cell, int]:
        return {
            (code, level): count
            for code, _name in self.stock.topics
            for level, _column in self.stock.columns
            if (count := self.cleaned_data[table.name_of(code, level)])
        }

    def _places(self) -> list[tuple[int, int | None]]:
        """Each place once. "Every school" means those that can have the grades; a school ticked by name is meant."""
        data, all_of_them = self.cleaned_data, self.cleaned_data.get("everybody")
        grades = [int(grade) for grade in data.get("grades") or ()]
        levels = dict(School.objects.values_list("pk", "level")) if all_of_them and grades else {}
        places: dict[tuple[int, int | None], None] = {}
        for pair in self.invitable if all_of_them else data["invitations"]:
            school, _sep, grade = pair.partition(":")
            if grade:
                asked = [int(grade)] if pair in data["invitations"] else []
            else:
                asked = [one for one in grades if may_teach(levels.get(int(school), ""), one)]
            whole = [] if grade or grades else [None]
            places |= {(int(school), one): None for one in (*asked, *whole)}
        return list(places)

    def _chain(self) -> tuple[str, ...]:
        """The steps in order. Who only asks for a prediction gets it as the second step."""
        named = [self.data.get(self.add_prefix(f"chain_{place}"), "") for place in range(1, STEPS_MOST + 1)]
        steps = tuple(step for step in named if step) or CHAIN
        if self.cleaned_data["prediction"] != PredictionOf.NONE and steps == CHAIN:
            return (steps[0], "prediction", *steps[1:])
        return steps

    def _prizes(self) -> list[tuple[str, int]]:
        data = self.cleaned_data
        pairs = [(data[f"prize_name_{place}"], data[f"prize_quota_{place}"]) for place in range(1, PRIZES_MOST + 1)]
        return [(name.strip(), quota) for name, quota in pairs if name and quota]

    # what the page shows

    @property
    def rows(self) -> list[table.TableRow]:
        return table.rows_of(self, self.stock)

    @property
    def columns(self) -> list[tuple[object, forms.BoundField]]:
        return [(name, self[table.worth_name(level)]) for level, name in self.stock.columns]

    @property
    def items_total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def paper(self) -> Group:
        chosen = str(self["paper_kind"].value() or "") == PaperKind.FIXED
        now = PaperKind.FIXED.label if chosen else _("%(n)s câu") % {"n": self.items_total}
        return self._group(
            "paper", _("Đề thi"), list(PaperFields.base_fields), now=now, also=("topic_", "worth", "cells")
        )

    @property
    def groups(self) -> list[Group]:
        return [
            self._group("people", _("Người dự thi"), list(PeopleFields.base_fields)),
            self._group("sitting", _("Lượt thi và cách bắt đầu"), list(SittingFields.base_fields)),
            self._group("scoring", _("Chấm điểm"), list(ScoringFields.base_fields)),
            self._group("showing", _("Công bố điểm, đáp án, kết quả"), list(ShowingFields.base_fields)),
        ]

    @property
    def order(self) -> Group:
        """Chain and prizes."""
        steps = [str(self[f"chain_{place}"].value() or "") for place in range(1, STEPS_MOST + 1)]
        words = [ranking.STEPS[step].in_words(_) for step in steps if step in ranking.STEPS]
        names = [f"chain_{place}" for place in range(1, STEPS_MOST + 1)]
        return self._group("order", _("Xếp hạng và giải thưởng"), names, now=", ".join(words), also=("prize_",))

    @property
    def prizes(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"prize_name_{place}"], self[f"prize_quota_{place}"]) for place in range(1, PRIZES_MOST + 1)]

    def _group(self, name: str, heading: str, names: list[str], *, now: str = "", also: tuple[str, ...] = ()) -> Group:
        fields = [self[one] for one in names]
        wrong = [one for one in {*self.errors, *self.refused} if one in names or one.startswith(also)]
        return Group(name, heading, now or "; ".join(filter(None, map(_chosen, fields))), fields, bool(wrong))


def _chosen(field: forms.BoundField) -> str:
    """The label of what is chosen among radio buttons or in a list."""
    if not isinstance(field.field, OptionField):
        return ""
    labels = {str(value): str(label) for value, label in field.field.choices}  # type: ignore[union-attr, misc]
    return labels.get(str(field.value() or field.field.initial), "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


#: Fields whose cleaned value is the draft's.
AS_THEY_ARE = (
    "as_of", "audience", "entry_by", "age_from", "age_to", "practice_needed", "mode", "counts", "paper_kind",
    "papers_count", "shuffle", "private_first", "allow_held", "multiple_scoring", "negative_percent", "prediction",
    "board_to", "sub_boards", "results_open", "keys_open", "confirmation", "appeal_h", "retention_months",
    "round_level",
)  # fmt: skip
