"""The rules of a contest in plain sentences: what a teacher reads before publishing and a pupil in the lobby."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import BoardTo, Contest, MultipleScoring, OpensAt

#: The step of the chain that decided a rank, as a pupil reads it.
DECIDED = {
    "points": lambda: _("nhiều điểm hơn"),
    "time_used": lambda: _("làm bài nhanh hơn"),
    "submitted_at": lambda: _("nộp bài sớm hơn"),
    "": lambda: _("bằng nhau ở mọi tiêu chí"),
}


def decided_in_words(step: str) -> str:
    return DECIDED.get(step, DECIDED[""])()


def moment(at: object) -> str:
    """`07:30 ngày 25/11/2026` in the contest's zone."""
    local = timezone.localtime(at)  # type: ignore[arg-type]  # an aware datetime
    return _("%(time)s ngày %(day)s") % {"time": local.strftime("%H:%M"), "day": local.strftime("%d/%m/%Y")}


def rules_in_words(contest: Contest) -> list[str]:
    """One sentence a rule, in the order a pupil asks: when, how long, what, how scored, who sees what."""
    return [*_when(contest), *_what(contest), *_order(contest), *_what_is_seen(contest)]


def _when(contest: Contest) -> list[str]:
    minutes = contest.length_ms // 60_000
    window = int((contest.closes_at - contest.opens_at).total_seconds() // 60)
    said = [
        _("Mở từ %(start)s đến %(end)s.") % {"start": moment(contest.opens_at), "end": moment(contest.closes_at)},
        ngettext(
            "Thời gian làm bài: %(n)s phút, tính từ lúc bấm Bắt đầu.",
            "Thời gian làm bài: %(n)s phút, tính từ lúc bấm Bắt đầu.",
            minutes,
        )
        % {"n": minutes},
        _("Mỗi người làm một lần."),
    ]
    if minutes > window:
        said.append(
            _("Khung giờ chỉ dài %(window)s phút nên không ai có đủ %(minutes)s phút.")
            % {"window": window, "minutes": minutes}
        )
    else:
        said.append(_("Ai bắt đầu muộn vẫn phải dừng khi cuộc thi đóng."))
    return said


def _what(contest: Contest) -> list[str]:
    count = sum(cell.count for cell in contest.cells.all())
    said = [
        ngettext(
            "Đề có %(n)s câu, mỗi câu 1 điểm, câu chưa đúng không bị trừ điểm.",
            "Đề có %(n)s câu, mỗi câu 1 điểm, câu chưa đúng không bị trừ điểm.",
            count,
        )
        % {"n": count}
    ]
    if contest.multiple_scoring == MultipleScoring.ALL:
        said.append(_("Câu nhiều đáp án, ghép đôi, sắp thứ tự: đúng hết mới có điểm."))
    else:
        said.append(
            _(
                "Câu nhiều đáp án: mỗi lựa chọn đúng được một phần điểm, mỗi lựa chọn sai trừ đi một phần. "
                "Câu ghép đôi, sắp thứ tự: mỗi ý đúng chỗ được một phần điểm."
            )
        )
    if contest.shuffle:
        said.append(_("Thứ tự câu hỏi và phương án được xáo riêng cho từng người."))
    return said


def _order(contest: Contest) -> list[str]:
    steps = [decided_in_words(step) for step in contest.chain.split(",")]
    return [_("Xếp hạng lần lượt theo: %(steps)s; vẫn bằng nhau thì đồng hạng.") % {"steps": ", ".join(steps)}]


def _what_is_seen(contest: Contest) -> list[str]:
    board = {
        BoardTo.NOBODY: _("Bảng xếp hạng chỉ mở khi cuộc thi có kết quả."),
        BoardTo.OWN_SUBMIT: _("Nộp bài xong mới thấy bảng xếp hạng."),
        BoardTo.EVERYBODY: _("Ai cũng xem được bảng xếp hạng."),
    }[BoardTo(contest.board_to)]
    if contest.results_open == OpensAt.NEVER:  # a board shows points (rules.visibility)
        board = _("Bảng xếp hạng chỉ thầy cô phụ trách xem được.")
    elif contest.results_open == OpensAt.CLOSE:
        board = _("Bảng xếp hạng chỉ mở khi cuộc thi có kết quả.")
    score = {
        OpensAt.SUBMIT: _("Điểm hiện ngay sau khi nộp bài."),
        OpensAt.CLOSE: _("Điểm hiện khi cuộc thi kết thúc."),
        OpensAt.NEVER: _("Điểm không công bố trên trang."),
    }[OpensAt(contest.results_open)]
    keys = {
        OpensAt.SUBMIT: _("Đáp án và giải thích mở khi cuộc thi kết thúc."),
        OpensAt.CLOSE: _("Đáp án và giải thích mở khi cuộc thi kết thúc."),
        OpensAt.NEVER: _("Đáp án không công bố."),
    }[OpensAt(contest.keys_open)]
    return [board, score, keys]
