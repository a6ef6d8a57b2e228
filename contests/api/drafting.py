"""From what a caller sends to the draft that actions take, with the same defaults and limits as the page."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from contests.actions.draft import ContestDraft
from contests.forms.starting import ITEMS
from contests.forms.table import even_shares
from contests.models import Contest, EntryBy, PaperKind
from contests.queries.sheet import COLUMNS
from contests.rules.sheet import Place, RuleSheet
from quiz import queries as bank
from schools import queries as people
from schools.models import School, User

LENGTH_MS = 20 * 60_000
GRADES = range(1, 13)
#: How actions name a field that the API calls otherwise.
CALLED = {
    "length": "length_ms", "attempts": "attempts_most", "freeze_min": "frozen_at", "worth": "cells",
}  # fmt: skip
LISTS = {"invitations", "cells", "prizes"}


def new_draft(given: Mapping[str, Any], *, by: User, at: datetime) -> ContestDraft:
    """A contest of the caller's school; of everybody who may be invited and 20 items of all topics unless it says."""
    school = by.school
    plain = {name: value for name, value in given.items() if name not in LISTS}
    started = ContestDraft(
        **{"length_ms": LENGTH_MS, **plain},
        school=school,
        cells={},
        invitations=[(school.pk, grade) for grade in people.grades_of(school, clock.day_of(at))] if school else [],
        is_demo=by.is_demo,
    )
    if given.get("entry_by") == EntryBy.LISTED:
        started = replace(started, invitations=[])
    if "cells" not in given and started.paper_kind == PaperKind.BLUEPRINT:
        started = replace(started, cells=_even(at))
    return _with_lists(started, given, school, by, at)


def changed_draft(
    given: Mapping[str, Any], *, contest: Contest, was: RuleSheet, by: User, at: datetime
) -> ContestDraft:
    """The rules as they are, with what was sent in their place."""
    plain = {name: value for name, value in given.items() if name not in LISTS}
    return _with_lists(replace(draft_of(contest, was), **plain), given, contest.school, by, at, was)


def draft_of(contest: Contest, sheet: RuleSheet) -> ContestDraft:
    """A draft that changes nothing. The items' day follows a draft's opening where it is that day now."""
    known = {field.name for field in fields(ContestDraft)}
    opening = sheet.as_of == clock.day_of(sheet.opens_at)
    return ContestDraft(
        **{name: getattr(sheet, name) for name in COLUMNS if name in known and name != "as_of"},
        as_of=None if opening else sheet.as_of,
        school=contest.school,
        cells={(cell.topic, cell.level): cell.count for cell in sheet.cells},
        worth={(cell.topic, cell.level): cell.points for cell in sheet.cells},
        invitations=list(sheet.invitations),
        chain=sheet.chain,
        sub_boards=sheet.sub_boards,
        prizes=[(prize.name, prize.quota) for prize in sheet.prizes],
        template=contest.template,
        is_demo=contest.is_demo,
    )


def _with_lists(
    draft: ContestDraft,
    given: Mapping[str, Any],
    school: School | None,
    by: User,
    at: datetime,
    was: RuleSheet | None = None,
) -> ContestDraft:
    if "cells" in given:
        cells = _cells(given["cells"])
        draft = replace(
            draft,
            cells={cell: row["count"] for cell, row in cells.items()},
            worth={cell: row["points"] for cell, row in cells.items()},
        )
    if "invitations" in given:
        places = [(row["school"], row["grade"]) for row in given["invitations"]]
        _refuse_foreign(places, school, by, at, was)
        draft = replace(draft, invitations=places)
    if "prizes" in given:
        draft = replace(draft, prizes=[(row["name"], row["quota"]) for row in given["prizes"]])
    return draft


def _cells(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    topics, levels = bank.topic_ids(), {"", *(code for code, _label in bank.levels())}
    cells = {(row["topic"], row["level"]): row for row in rows}
    if len(cells) < len(rows):
        raise _invalid("cells", _("Mỗi chủ đề và mức chỉ ghi một dòng."))
    if any(topic not in topics or level not in levels for topic, level in cells):
        raise _invalid("cells", _("Không có chủ đề hoặc mức này."))
    return cells


def _refuse_foreign(
    places: Sequence[Place], school: School | None, by: User, at: datetime, was: RuleSheet | None
) -> None:
    """A school invites its own grades, the Department any school with pupils; who is invited already stays."""
    if school is not None:
        known: set[Place] = {(school.pk, grade) for grade in (None, *people.grades_of(school, clock.day_of(at)))}
    else:
        schools = people.schools_with_pupils(is_demo=by.is_demo)
        known = {(one.pk, grade) for one in schools for grade in (None, *GRADES)}
    known |= set(was.invitations) if was else set()
    if set(places) - known:
        raise _invalid("invitations", _("Có trường hoặc khối không mời được."))


def _even(at: datetime) -> dict[tuple[str, str], int]:
    today = clock.day_of(at)
    wanted = {(topic.code, ""): 0 for topic in bank.topics()}
    there = bank.fillable(wanted, first=today, last=today, at=at)
    shares = even_shares({topic: there.get((topic, level), 0) for topic, level in wanted}, ITEMS)
    return {(topic, ""): count for topic, count in shares.items() if count}


def _invalid(field: str, sentence: str) -> Refusal:
    return Refusal("invalid", _("Một vài chỗ cần xem lại."), status=400, fields={field: [sentence]})


def called(refusal: Refusal) -> Refusal:
    """The same refusal with the API's names of its fields."""
    refusal.fields = {CALLED.get(name, name): sentences for name, sentences in refusal.fields.items()}
    return refusal
