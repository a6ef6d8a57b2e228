"""Gates: the object for those who may, 404 for the rest (403 for a known act of the wrong role)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, NotThere
from contests.models import Attempt, AttemptState, Contest, ContestState
from contests.queries import attempt as attempts
from contests.queries import contest as contests
from contests.queries.results import Shown
from contests.rules import visibility
from contests.rules.visibility import Own, Sheet, Viewer
from schools.models import User

STAFF = {"teacher", "leader", "officer", "admin"}


def attempt_to_sit(user: User, attempt_id: int) -> Attempt:
    """The person's own attempt, with its contest and paper."""
    attempt = (
        Attempt.objects.filter(pk=attempt_id, user_id=user.pk).select_related("contest", "paper", "user").first()
        if user.is_authenticated and user.is_active
        else None
    )
    if attempt is None:
        raise NotThere(_("Không tìm thấy bài làm này."))
    return attempt


def contest_to_enter(code: str) -> Contest:
    """An announced contest, for its lobby."""
    contest = contests.contest_by_code(code)
    if contest is None:
        raise NotThere(_("Không có cuộc thi nào mang mã này. Em xem lại mã trên thẻ hoặc hỏi thầy cô."))
    return contest


def contest_to_run(user: User, code: str) -> Contest:
    """A contest in the scope of a teacher, leader or officer, drafts included."""
    if not user.is_authenticated or user.role not in STAFF:
        raise NotAllowed(_("Trang này dành cho thầy cô và cán bộ phụ trách cuộc thi."))
    contest = contests.contests_run_by(user).filter(code=code.upper()).select_related("school").first()
    if contest is None:
        raise NotThere(_("Không tìm thấy cuộc thi này trong phạm vi của thầy cô."))
    return contest


def staff(user: User) -> User:
    """Those who may make contests."""
    if not user.is_authenticated or user.role not in STAFF:
        raise NotAllowed(_("Trang này dành cho thầy cô và cán bộ phụ trách cuộc thi."))
    return user


def viewer_of(contest: Contest, user: User) -> tuple[Viewer, Own | None]:
    """As whom this person looks at the contest's board and results."""
    if not user.is_authenticated:
        return Viewer.VISITOR, None
    attempt = attempts.attempt_of(contest.pk, user.pk)
    sits_it = attempt is not None and attempt.state == AttemptState.SITTING  # then no different from other entrants
    if not sits_it and user.role in STAFF and contests.contests_run_by(user).filter(pk=contest.pk).exists():
        return Viewer.STAFF, None
    if attempt is None:
        return Viewer.VISITOR, None
    return Viewer.ENTRANT, own_of(attempt)


def own_of(attempt: Attempt) -> Own:
    """One attempt a person, for now: none is ever left."""
    return Own(ended=attempt.state != AttemptState.SITTING, ended_at=attempt.ended_at, attempts_left=False)


def sheet_of(contest: Contest) -> Sheet:
    """What `rules.visibility` decides by."""
    return Sheet(
        board_to=contest.board_to,
        results_open=contest.results_open,
        keys_open=contest.keys_open,
        settled=contest.state == ContestState.SETTLED,
        frozen_at=contest.frozen_at,
        cancelled=contest.state == ContestState.CANCELLED,
    )


def board_to_see(user: User, code: str, at: datetime) -> tuple[Contest, Viewer, Own | None]:
    """The contest whose board this person may see now."""
    contest = contest_to_enter(code)
    viewer, own = viewer_of(contest, user)
    if not visibility.sees_board(sheet_of(contest), viewer, own):
        raise NotAllowed(_("Bảng xếp hạng của cuộc thi này chưa mở cho bạn."))
    return contest, viewer, own


def board_rows_to_see(user: User, code: str) -> Contest:
    """A contest whose whole board this person may read: staff of it who are not sitting it themselves."""
    contest = contest_to_run(user, code)
    if viewer_of(contest, user)[0] is not Viewer.STAFF:
        raise NotAllowed(_("Thầy cô đang dự thi nên chưa xem được toàn bộ bảng xếp hạng."))
    return contest


def may_see_board(user: User, contest: Contest) -> bool:
    """Whether a link to the board makes sense for this person."""
    viewer, own = viewer_of(contest, user)
    return visibility.sees_board(sheet_of(contest), viewer, own)


def result_shown(attempt: Attempt) -> Shown:
    """Which parts of the own result the rules open now."""
    sheet, own = sheet_of(attempt.contest), own_of(attempt)
    return Shown(
        score=visibility.sees_score(sheet, own),
        place=visibility.sees_place(sheet, own),
        keys=visibility.sees_keys(sheet, own),
    )
