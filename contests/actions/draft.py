"""What somebody decides about a contest, checked and written down; shared by drafting and changing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from contests.models import (
    Audience,
    BlueprintCell,
    BoardTo,
    Confirmation,
    Contest,
    ContestState,
    Counts,
    EntryBy,
    Invitation,
    MultipleScoring,
    OpensAt,
    PaperItem,
    PaperKind,
    PredictionOf,
    Prize,
    RoundLevel,
    SittingMode,
)
from contests.queries.sheet import COLUMNS, cells_in_order, places_in_order, school_names
from contests.rules import ranking
from contests.rules.sheet import (
    CHAIN,
    WORTH,
    CellLine,
    PrizeLine,
    RuleSheet,
    frozen_once_published,
    frozen_once_running,
    frozen_once_settled,
)
from quiz import queries as bank
from quiz.rules.blueprint import Cell
from schools.models import School

SHORTEST_MS = 60_000
SUB_BOARDS = ("school", "grade", "unit")


@dataclass(frozen=True, kw_only=True)
class ContestDraft:
    """What a teacher decides; everything else has a default."""

    title: str
    school: School | None
    opens_at: datetime
    closes_at: datetime
    length_ms: int
    cells: Mapping[Cell, int]
    invitations: Sequence[tuple[int, int | None]]  # school id, grade (None = whole school)
    worth: Mapping[Cell, int] = field(default_factory=dict)  # hundredths for each item of a cell; else WORTH
    as_of: date | None = None  # the day of opening; once published, the day the papers are of
    audience: str = Audience.PUPILS
    entry_by: str = EntryBy.INVITED
    age_from: int | None = None
    age_to: int | None = None
    practice_needed: int = 0
    mode: str = SittingMode.OWN
    attempts_most: int | None = 1
    counts: str = Counts.BEST
    paper_kind: str = PaperKind.BLUEPRINT
    papers_count: int = 1
    shuffle: bool = True
    allow_held: bool = False
    private_first: bool = False
    multiple_scoring: str = MultipleScoring.ALL
    negative_percent: int = 0
    speed_most: int = 0
    prediction: str = PredictionOf.NONE
    chain: Sequence[str] = CHAIN
    board_to: str = BoardTo.OWN_SUBMIT
    sub_boards: Sequence[str] = ()
    results_open: str = OpensAt.SUBMIT
    keys_open: str = OpensAt.CLOSE
    frozen_at: datetime | None = None
    confirmation: str = Confirmation.AT_ONCE
    appeal_h: int = 0
    retention_months: int = 12
    round_level: str = RoundLevel.SCHOOL
    prizes: Sequence[tuple[str, int]] = ()
    template: str = ""
    is_demo: bool = False
    seed: str = ""


def sheet_of_draft(draft: ContestDraft, *, contest: Contest | None = None, chosen_count: int = 0) -> RuleSheet:
    """The rule sheet this draft makes, of a new contest or of the one it changes."""
    given = {name: getattr(draft, name) for name in COLUMNS if name != "as_of"}
    names = school_names({school for school, _grade in draft.invitations})
    order = {topic.code: (place, topic.code) for place, topic in enumerate(bank.topics())}
    cells = (CellLine(*cell, count, draft.worth.get(cell, WORTH)) for cell, count in draft.cells.items() if count)
    return RuleSheet(
        **{**given, "title": draft.title.strip()},
        as_of=draft.as_of or _day_of_items(draft, contest),
        invitations=places_in_order(draft.invitations, names),
        cells=cells_in_order(cells, order),
        chain=tuple(draft.chain),
        sub_boards=tuple(draft.sub_boards),
        prizes=tuple(PrizeLine(name, quota) for name, quota in draft.prizes),
        school_names=names,
        topic_names=tuple(bank.topic_names().items()),
        chosen_count=chosen_count,
    )


def _day_of_items(draft: ContestDraft, contest: Contest | None) -> date:
    """The day of opening; papers that are printed keep theirs when the opening is put off."""
    if contest is None or contest.state == ContestState.DRAFT:
        return clock.day_of(draft.opens_at)
    return contest.as_of


def write_rules(contest: Contest, sheet: RuleSheet) -> None:
    """The contest's columns and rows say what the sheet says. The contest is saved by the caller."""
    for name in COLUMNS:
        setattr(contest, name, getattr(sheet, name))
    contest.chain, contest.sub_boards = ",".join(sheet.chain), ",".join(sheet.sub_boards)


def write_rows(contest: Contest, sheet: RuleSheet, changed: Collection[str]) -> None:
    """Those of blueprint, invitations and prizes that are among the changed are replaced."""
    if "cells" in changed:
        topics = bank.topic_ids()
        contest.cells.all().delete()
        BlueprintCell.objects.bulk_create(
            BlueprintCell(
                contest=contest, topic_id=topics[cell.topic], level=cell.level, count=cell.count, points=cell.points
            )
            for cell in sheet.cells
        )
    if "invitations" in changed:
        contest.invitations.all().delete()
        Invitation.objects.bulk_create(
            Invitation(contest=contest, school_id=school, grade=grade) for school, grade in sheet.invitations
        )
    if "prizes" in changed:
        contest.prizes.all().delete()
        Prize.objects.bulk_create(
            Prize(contest=contest, order=order, name=prize.name, quota=prize.quota)
            for order, prize in enumerate(sheet.prizes, start=1)
        )


#: The form's name of a field where it is another one than the sheet's.
FIELDS = {
    "length_ms": "length", "attempts_most": "attempts", "frozen_at": "freeze_min",
}  # fmt: skip


def refuse_frozen(contest: Contest, old: RuleSheet, new: RuleSheet, at: datetime) -> None:
    """Refuses, with the fields and why, a change that touches papers that stand, a sitting under way or results."""
    why: dict[str, str] = {}
    if contest.state == ContestState.SETTLED:
        why |= dict.fromkeys(frozen_once_settled(old, new), _("Cuộc thi đã có kết quả nên không đổi được mục này."))
    elif at >= old.closes_at:
        why |= dict.fromkeys(frozen_once_settled(old, new), _("Cuộc thi đã đóng nên không đổi được mục này."))
    elif contest.attempts.exists():
        why |= dict.fromkeys(frozen_once_running(old, new, at), _("Đã có người làm bài nên không đổi được mục này."))
    elif new.closes_at <= at:
        why["closes_at"] = _("Giờ đóng phải sau lúc này.")
    printed = _("Đề đã khóa khi công bố. Muốn đổi đề, thầy cô hủy cuộc thi và tạo bản sao.")
    why |= dict.fromkeys(frozen_once_published(old, new), printed)
    if not why and _window(old) != _window(new) and _untrue(contest, new):
        why["closes_at"] = _("Trong đề có câu không đúng suốt khung giờ mới.")
    if why:
        fields: dict[str, list[object]] = {FIELDS.get(name, name): [reason] for name, reason in why.items()}
        raise Refusal("rules_frozen", _("Thay đổi này chạm đến bài thi nên chưa lưu."), fields=fields)


def _window(sheet: RuleSheet) -> tuple[date, date]:
    return clock.day_of(sheet.opens_at), clock.day_of(sheet.closes_at)


def _untrue(contest: Contest, new: RuleSheet) -> bool:
    revisions = PaperItem.objects.filter(paper__contest=contest).values_list("revision_id", flat=True)
    first, last = _window(new)
    return bool(bank.untrue_revisions(list(revisions), min(first, new.as_of), max(last, new.as_of)))


def check(sheet: RuleSheet) -> None:
    """Refuses with the fields that do not fit; the form keeps what was typed."""
    wrong = {**_wrong_times(sheet), **_wrong_people(sheet), **_wrong_paper(sheet), **_wrong_order(sheet)}
    if wrong:
        fields: dict[str, list[object]] = {name: [sentence] for name, sentence in wrong.items()}
        raise Refusal("invalid", _("Một vài chỗ cần xem lại."), status=400, fields=fields)


def _wrong_times(sheet: RuleSheet) -> dict[str, str]:
    wrong = {}
    if not sheet.title:
        wrong["title"] = _("Hãy đặt tên cho cuộc thi.")
    if sheet.closes_at <= sheet.opens_at:
        wrong["closes_at"] = _("Giờ đóng phải sau giờ mở.")
    if sheet.length_ms < SHORTEST_MS:
        wrong["length"] = _("Thời gian làm bài ít nhất 1 phút.")
    if sheet.frozen_at is not None and not sheet.opens_at < sheet.frozen_at < sheet.closes_at:
        wrong["freeze_min"] = _("Bảng chỉ đứng yên được trong khung giờ thi.")
    if sheet.attempts_most is not None and sheet.attempts_most < 1:
        wrong["attempts"] = _("Mỗi người có ít nhất một lượt.")
    return wrong


def _wrong_people(sheet: RuleSheet) -> dict[str, str]:
    wrong = {}
    if not sheet.invitations and sheet.entry_by == EntryBy.INVITED:
        wrong["invitations"] = _("Hãy chọn ít nhất một trường hoặc một khối được dự thi.")
    if sheet.age_from is not None and sheet.age_to is not None and sheet.age_to < sheet.age_from:
        wrong["age_to"] = _("Tuổi lớn nhất phải bằng hoặc hơn tuổi nhỏ nhất.")
    return wrong


def _wrong_paper(sheet: RuleSheet) -> dict[str, str]:
    wrong = {}
    if sheet.paper_kind == PaperKind.BLUEPRINT and not sheet.cells:
        wrong["cells"] = _("Hãy chọn ít nhất một câu hỏi.")
    if any(cell.count < 0 for cell in sheet.cells):
        wrong["cells"] = _("Số câu không được âm.")
    if any(cell.points < 1 for cell in sheet.cells):
        wrong["worth"] = _("Mỗi câu phải có điểm lớn hơn 0.")
    if sheet.papers_count < 1:
        wrong["papers_count"] = _("Có ít nhất một mã đề.")
    if not 0 <= sheet.negative_percent <= 100:
        wrong["negative_percent"] = _("Phần điểm bị trừ từ 0 đến 100%.")
    return wrong


def _wrong_order(sheet: RuleSheet) -> dict[str, str]:
    wrong = {}
    steps = sheet.chain
    if not steps or set(steps) - set(ranking.STEPS):
        wrong["chain"] = _("Hãy chọn ít nhất một tiêu chí xếp hạng.")
    elif len(set(steps)) < len(steps):
        wrong["chain"] = _("Mỗi tiêu chí chỉ chọn một lần.")
    elif "lots" in steps[:-1]:
        wrong["chain"] = _("Bốc thăm phải là tiêu chí cuối cùng.")
    elif "prediction" in steps and sheet.prediction == PredictionOf.NONE:
        wrong["chain"] = _("Muốn xếp theo dự đoán thì phải có câu dự đoán.")
    elif sheet.prediction != PredictionOf.NONE and "prediction" not in steps:
        wrong["chain"] = _("Có câu dự đoán thì tiêu chí xếp hạng phải có dự đoán.")
    if len({prize.name for prize in sheet.prizes}) < len(sheet.prizes):
        wrong["prizes"] = _("Mỗi giải chỉ ghi một dòng.")
    if any(not prize.name or prize.quota < 1 for prize in sheet.prizes):
        wrong["prizes"] = _("Mỗi giải cần tên và số lượng từ 1 trở lên.")
    if set(sheet.sub_boards) - set(SUB_BOARDS):
        wrong["sub_boards"] = _("Bảng phụ này chưa có.")
    return wrong
