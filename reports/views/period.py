"""The period a page of the desk is asked for: a named one, or free days, or the school year so far."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.forms import PeriodForm, typed
from reports.rules.periods import NamedPeriod, Period, PeriodError, day_from, kind_of, named_by, offered
from reports.rules.periods import school_year_so_far as so_far

SO_FAR = "so_far"
_DAYS = re.compile(r"[a-z_]+-(\d{4}-\d{2}-\d{2})-(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Asked:
    """`named` is None when what was asked for cannot be read; `form` keeps what was typed, `problem` says what else."""

    form: PeriodForm
    named: NamedPeriod | None
    today: date
    problem: object = ""

    @property
    def code(self) -> str:
        """How addresses name the period."""
        if self.named is None:
            return ""
        return SO_FAR if self.named.period == so_far(self.today) else self.named.code

    @property
    def query(self) -> str:
        """For links, so that the period goes along: `period=report_quarter-2026-3`."""
        return urlencode({"period": self.code})

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, NamedPeriod]]]]:
        """What to choose from, in groups: `[(kind of group, [(code, period), …]), …]`."""
        groups: dict[str, list[tuple[str, NamedPeriod]]] = {
            "school": [(SO_FAR, kind_of(so_far(self.today)))],
            "report": [],
            "calendar": [],
        }
        for its in offered(self.today):
            groups[its.kind.partition("_")[0]].append((its.code, its))
        return list(groups.items())

    @property
    def is_listed(self) -> bool:
        return any(code == self.code for _group, its in self.choices for code, _named in its)


def asked_period(query: QueryDict, today: date) -> Asked:
    """Reads `period`, or `from` and `to`; without any of them it is the school year so far."""
    if "from" in query or "to" in query:
        form = PeriodForm({name: query.get(name, "") for name in ("from", "to")})
        return Asked(form, kind_of(form.period) if form.is_valid() else None, today)
    code = query.get("period", "")
    named = kind_of(so_far(today)) if code in {"", SO_FAR} else named_by(code) or _by_days(code)
    if named is None:
        return Asked(PeriodForm(), None, today, _("Không có kỳ báo cáo này. Hãy chọn một kỳ trong danh sách."))
    return Asked(PeriodForm(typed(named.period)), named, today)


def _by_days(code: str) -> NamedPeriod | None:
    """Free days and the school year so far name their days in their code."""
    found = _DAYS.fullmatch(code)
    if found is None:
        return None
    try:
        return kind_of(Period(day_from(found[1]), day_from(found[2])))
    except PeriodError:
        return None
