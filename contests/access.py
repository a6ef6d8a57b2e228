"""Gates: the object for those who may, 404 for the rest (403 for a known act of the wrong role)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import NotAllowed, NotThere, Refusal
from contests.models import (
    Attempt,
    AttemptState,
    Audience,
    Certificate,
    Confirmation,
    Contest,
    ContestState,
    Job,
)
from contests.queries import attempt as attempts
from contests.queries import board as boards
from contests.queries import contest as contests
from contests.queries import rehearsal as rehearsals
from contests.queries.entrants import hosted_by, scope_of
from contests.queries.rehearsal import Place
from contests.queries.results import Shown
from contests.rules import visibility
from contests.rules.board import Part, part_of
from contests.rules.visibility import Own, Sheet, Viewer
from schools.models import School, SchoolClass, User
from schools.rules import addresses

STAFF = {"teacher", "leader", "officer", "admin"}


@dataclass(frozen=True)
class Supervised:
    """A contest with the part of it that somebody supervises: the pupils of `school`, or everybody (None)."""

    contest: Contest
    school: School | None = None

    @property
    def school_id(self) -> int | None:
        return self.school.pk if self.school else None


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
    if contest is None and contests.was_called_off(code):
        raise NotThere(_("Cuộc thi này đã hủy. Em hỏi thầy cô để biết lịch mới nhé."))
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
    runs_it = user.role in STAFF and contests.contests_run_by(user).filter(pk=contest.pk).exists()
    if runs_it and attempt is None and not _may_still_sit(user, contest):
        return Viewer.STAFF, None  # a teacher who takes part is no different from other entrants
    if attempt is None:
        return Viewer.VISITOR, None
    return Viewer.ENTRANT, own_of(attempt)


def own_of(attempt: Attempt) -> Own:
    """How this person stands, from the newest attempt."""
    return Own(
        ended=attempt.state != AttemptState.SITTING,
        stands_at=attempt.stands_at,
        attempts_left=attempts.has_one_left(attempt, clock.now()),
    )


def sheet_of(contest: Contest) -> Sheet:
    """What `rules.visibility` decides by."""
    return Sheet(
        board_to=contest.board_to,
        results_open=contest.results_open,
        keys_open=contest.keys_open,
        settled=boards.is_published(contest),
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


def _run_by_no_entrant(user: User, code: str, refused: object) -> Contest:
    """A contest that this person runs and takes no part in; to one who sits it, or may still, `refused` is said."""
    contest = contest_to_run(user, code)
    if viewer_of(contest, user)[0] is not Viewer.STAFF:
        raise NotAllowed(refused)
    return contest


def board_rows_to_see(user: User, code: str) -> Contest:
    """A contest whose whole board this person may read: staff of it who do not take part themselves."""
    return _run_by_no_entrant(user, code, _("Thầy cô là người dự thi nên không xem toàn bộ bảng xếp hạng được."))


def may_see_board(user: User, contest: Contest) -> bool:
    """Whether a link to the board makes sense for this person."""
    viewer, own = viewer_of(contest, user)
    return visibility.sees_board(sheet_of(contest), viewer, own)


def part_to_see(contest: Contest, text: str) -> Part | None:
    """The part of the entrants whose board is asked for (`grade:10`); None for the whole. 404 where none is offered."""
    if not text:
        return None
    try:
        return part_of(text, contest.sub_boards)
    except ValueError:
        raise NotThere(_("Cuộc thi này không có bảng xếp hạng riêng như vậy.")) from None


def result_shown(attempt: Attempt) -> Shown:
    """Which parts of the own result the rules open now; while an attempt is left, none of an earlier one."""
    newest = attempts.attempt_of(attempt.contest_id, attempt.user_id) if attempt.contest.attempts_most != 1 else attempt
    sheet, own = sheet_of(attempt.contest), own_of(newest or attempt)
    return Shown(
        score=visibility.sees_score(sheet, own),
        place=visibility.sees_place(sheet, own),
        keys=visibility.sees_keys(sheet, own),
    )


def contest_to_watch(user: User, code: str) -> Contest:
    """A contest of which this person may supervise all: staff of it who do not take part themselves."""
    return _run_by_no_entrant(user, code, _("Thầy cô là người dự thi nên không giám sát cuộc thi này được."))


def contest_to_supervise(user: User, code: str) -> Supervised:
    """A contest whose rooms this person may supervise: all of them, or those of the own school where it is a guest."""
    contest = contest_to_host(user, code)
    if may_run(user, contest):
        return Supervised(contest_to_watch(user, code))
    if contest.audience == Audience.TEACHERS:
        raise NotAllowed(_("Thầy cô là người dự thi nên không giám sát cuộc thi này được."))
    return Supervised(contest, user.school)


def contest_to_judge(user: User, code: str) -> Contest:
    """A contest whose results this person may change: staff of it who have not sat it and may not begin it."""
    return _run_by_no_entrant(user, code, _("Thầy cô là người dự thi nên không xử lý kết quả của cuộc thi này được."))


def contest_to_confirm(user: User, code: str) -> Contest:
    """For the second signature under its results: the school's leaders, and the Department."""
    contest = contest_to_judge(user, code)
    if user.role == "teacher":
        raise NotAllowed(_("Lãnh đạo trường hoặc Sở xác nhận danh sách kết quả."))
    return contest


def contest_to_announce(user: User, code: str) -> Contest:
    """For making its results public: where the rule sheet leaves it to the Department, only officers may."""
    contest = contest_to_confirm(user, code)
    if contest.confirmation == Confirmation.DEPARTMENT and user.role not in {"officer", "admin"}:
        raise NotAllowed(_("Sở công bố danh sách kết quả của cuộc thi này."))
    return contest


def attempt_to_judge(contest: Contest, attempt_id: int) -> Attempt:
    """One attempt of a contest whose results this person may change (`contest_to_judge`)."""
    rows = Attempt.objects.filter(contest=contest, pk=attempt_id).select_related("contest", "paper", "user", "school")
    attempt = rows.first()
    if attempt is None:
        raise NotThere(_("Không tìm thấy bài làm này."))
    return attempt


def may_know_whose(user: User, attempt: Attempt) -> bool:
    """Whether this person may see who sat it: the pupil, and those who run the contest."""
    if user.pk == attempt.user_id:
        return True
    return user.role in STAFF and contests.contests_run_by(user).filter(pk=attempt.contest_id).exists()


def papers_to_read(user: User, code: str) -> Contest:
    """A contest whose papers and keys this person may read: staff of it who neither sit it nor may still begin."""
    return _run_by_no_entrant(user, code, _("Thầy cô là người dự thi nên không xem được đề và đáp án."))


def _may_still_sit(user: User, contest: Contest) -> bool:
    """A contest for teachers invites those who might run it; who made it is trusted with its papers."""
    if contest.audience != Audience.TEACHERS or contest.created_by_id == user.pk:
        return False
    over = contest.state in {ContestState.SETTLED, ContestState.CANCELLED}
    return not over and contests.invited_as(contest, user, on=contest.opens_at) is not None


def contest_to_host(user: User, code: str) -> Contest:
    """A contest whose rooms and cards this person may prepare: staff who run it, or of a school that takes part."""
    person = staff(user)
    for mine in (contests.contests_run_by(person), hosted_by(person)):
        contest = mine.filter(code=code.upper()).select_related("school").first()
        if contest is not None:
            return contest
    raise NotThere(_("Không tìm thấy cuộc thi này trong phạm vi của thầy cô."))


def may_run(user: User, contest: Contest) -> bool:
    """Whether this person runs the contest, rather than only hosting it."""
    return contests.contests_run_by(user).filter(pk=contest.pk).exists()


def job_to_see(contest: Contest, job_id: int) -> Job:
    """Long work of a contest whose results this person may change (`contest_to_judge`)."""
    job = Job.objects.filter(contest=contest, pk=job_id).select_related("contest__school", "file").defer("file__data")
    found = job.first()
    if found is None:
        raise NotThere(_("Không tìm thấy việc này."))
    return found


def certificate_to_change(contest: Contest, certificate_id: int) -> Certificate:
    """A certificate of a contest whose results this person may change (`contest_to_judge`)."""
    found = Certificate.objects.filter(contest=contest, pk=certificate_id).select_related("contest__school").first()
    if found is None:
        raise NotThere(_("Không tìm thấy giấy này."))
    return found


def address_to_print(contest: Contest, came_by: str) -> str:
    """What the QR code of a certificate leads to: the public address, else the one by which somebody came.

    A real certificate never leads to an address that only this machine can reach.
    """
    address = (settings.PUBLIC_URL or came_by).rstrip("/")
    if addresses.is_loopback(address) and not contest.is_demo:
        sentence = _("Trang đang mở ở địa chỉ chỉ riêng máy này vào được. Hãy mở bằng địa chỉ chung rồi cấp giấy.")
        raise Refusal("no_public_address", sentence)
    return address


def rules_to_read(user: User, code: str) -> Contest:
    """The contest whose rules this person may read: an announced one, and a draft for those who run it."""
    if user.is_authenticated and user.role in STAFF:
        mine = contests.contests_run_by(user).filter(code=code.upper()).select_related("school").first()
        if mine is not None:
            return mine
    return contest_to_enter(code)


def questions_to_judge(user: User, code: str, at: datetime) -> Contest:
    """A contest whose keys this person may both read (`papers_to_read`) and correct, once it has begun."""
    contest_to_judge(user, code)
    contest = papers_to_read(user, code)
    if at < contest.opens_at:
        raise NotAllowed(_("Trang này có đáp án nên chỉ mở khi cuộc thi đã bắt đầu."))
    return contest


def contest_to_rehearse(
    user: User, code: str, *, opened: SchoolClass | None, school: str = "", at: datetime
) -> tuple[Contest, Place | None]:
    """The contest a device may be tried for, and where: on a device opened for a class (`opened`), as somebody who
    takes part, or as staff of a school. The Department names the `school`; None until it has."""
    contest = contest_to_enter(code)
    if opened is not None and not user.is_authenticated:
        rooms = rehearsals.rooms_in(contest, opened.school) if opened.school.is_demo == contest.is_demo else []
        if opened.name in rooms:
            return contest, Place(opened.school, rooms, opened.name)
        raise NotAllowed(_("Lớp đang mở trên máy này không dự cuộc thi này."))
    if not user.is_authenticated:
        raise Refusal("not_signed_in", _("Em vào bằng thẻ, hoặc nhờ thầy cô mở máy cho lớp."), status=401)
    if user.role in STAFF:
        contest = contest_to_host(user, code)
        chosen = scope_of(contest, user, school).school
        return contest, Place(chosen, rehearsals.rooms_in(contest, chosen)) if chosen else None
    place = rehearsals.own_place(contest, user, at)
    if place is None:
        raise NotAllowed(_("Em không dự cuộc thi này nên không cần chạy thử."))
    return contest, place


def old_names(user: User) -> User:
    """Whoever decides how long names are kept: the Department. Demonstration accounts see no real contest."""
    person = staff(user)
    if person.role not in {"officer", "admin"} or person.is_demo:
        raise NotAllowed(_("Việc này do Sở làm."))
    return person
