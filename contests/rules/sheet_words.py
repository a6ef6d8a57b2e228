"""A rule sheet in plain sentences, by part, in the order in which people ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from contests.rules import counting, ranking
from contests.rules.scoring import Scoring
from contests.rules.sheet import RuleSheet
from contests.rules.timing import Mode
from contests.rules.words import Say

MANY_SCHOOLS = 5  # so many are named, more are counted


@dataclass(frozen=True)
class Show:
    """How instants, days and hundredths of a point are written for whoever reads."""

    moment: Callable[[datetime], str]
    day: Callable[[date], str]
    points: Callable[[int], str]


@dataclass(frozen=True)
class Part:
    """A heading and its sentences; `short` are those that a pupil needs before starting."""

    name: str
    heading: str
    sentences: tuple[str, ...]
    short: tuple[str, ...] = ()


def by_part(sheet: RuleSheet, _: Say, show: Show) -> list[Part]:
    """The whole sheet. Every part has at least one sentence."""
    who, when, paper = _who(sheet, _), _when(sheet, _, show), _paper(sheet, _, show)
    scored, order, seen = _scored(sheet, _, show), _order(sheet, _), _seen(sheet, _, show)
    return [
        Part("who", _("Đối tượng dự thi"), tuple(who)),
        Part("when", _("Thời gian và hình thức thi"), (*when, *_hours(_)), tuple(when)),
        Part("paper", _("Đề thi"), (*paper, *_true_on(sheet, _, show)), tuple(paper)),
        Part("scored", _("Cách chấm điểm"), tuple(scored), tuple(scored)),
        Part("order", _("Xếp hạng và giải thưởng"), (*order, *_prizes(sheet, _)), tuple(order)),
        Part("seen", _("Công bố điểm, đáp án và kết quả"), (*seen, *_confirmed(sheet, _)), tuple(seen)),
        Part("appeals", _("Phúc khảo"), tuple(_appeals(sheet, _))),
        Part("care", _("Giám sát và dữ liệu cá nhân"), tuple(_care(sheet, _))),
    ]


def changed_in_words(old: RuleSheet, new: RuleSheet, _: Say, show: Show) -> list[str]:
    """What is different in `new`, said with the sentences that went and those that came."""
    said = []
    if old.title != new.title:
        said.append(_("Tên cũ: “%(old)s”. Tên mới: “%(new)s”.") % {"old": old.title, "new": new.title})
    for before, after in zip(by_part(old, _, show), by_part(new, _, show), strict=True):
        gone = [text for text in before.sentences if text not in after.sentences]
        come = [text for text in after.sentences if text not in before.sentences]
        said += [_difference(went, came, _) for went, came in zip_longest(gone, come, fillvalue="")]
    return said


def _difference(went: str, came: str, _: Say) -> str:
    if not came:
        return _("Bỏ: “%(old)s”") % {"old": went}
    if not went:
        return _("Thêm: “%(new)s”") % {"new": came}
    return _("Trước: “%(old)s” Nay: “%(new)s”") % {"old": went, "new": came}


def _who(sheet: RuleSheet, _: Say) -> list[str]:
    people = {"pupils": _("Học sinh: %(who)s."), "teachers": _("Giáo viên: %(who)s.")}[sheet.audience]
    said = [people % {"who": _invited(sheet, _)}]
    if sheet.entry_by == "listed":
        said.append(_("Chỉ người có tên trong danh sách dự thi được vào thi."))
    ages = {"from": sheet.age_from, "to": sheet.age_to}
    if sheet.age_from is not None and sheet.age_to is not None:
        said.append(_("Người dự thi từ %(from)s đến %(to)s tuổi.") % ages)
    elif sheet.age_from is not None:
        said.append(_("Người dự thi từ %(from)s tuổi trở lên.") % ages)
    elif sheet.age_to is not None:
        said.append(_("Người dự thi không quá %(to)s tuổi.") % ages)
    if sheet.practice_needed:
        need = _("Trước khi thi, mỗi người trả lời đúng ít nhất %(n)s câu luyện tập.")
        said.append(need % {"n": sheet.practice_needed})
    said.append({
        "school": _("Đây là cuộc thi vòng trường."),
        "cluster": _("Đây là cuộc thi vòng cụm trường."),
        "commune": _("Đây là cuộc thi vòng xã, phường."),
        "district": _("Đây là cuộc thi vòng huyện."),
        "province": _("Đây là cuộc thi vòng tỉnh."),
    }[sheet.round_level])  # fmt: skip
    return said


def _invited(sheet: RuleSheet, _: Say) -> str:
    """`Trường THPT A (khối 10, 11); Trường THPT B`, or how many schools there are."""
    grades: dict[int, list[int]] = {}
    whole = {school for school, grade in sheet.invitations if grade is None}  # whatever grades are named beside it
    for school, grade in sheet.invitations:
        grades.setdefault(school, []).extend([] if grade is None or school in whole else [grade])
    if not grades:
        return _("theo danh sách dự thi")
    if len(grades) > MANY_SCHOOLS:
        same = {tuple(sorted(one)) for one in grades.values()}
        many = _("%(n)s trường được mời") % {"n": len(grades)}
        return _with_grades(many, list(same.pop()) if len(same) == 1 else [], _)
    names = dict(sheet.school_names)
    return "; ".join(_with_grades(names.get(school, ""), sorted(its), _) for school, its in grades.items())


def _with_grades(name: str, grades: list[int], _: Say) -> str:
    if not grades:
        return name
    return _("%(school)s, khối %(grades)s") % {"school": name, "grades": ", ".join(str(one) for one in grades)}


def _when(sheet: RuleSheet, _: Say, show: Show) -> list[str]:
    opens, closes = show.moment(sheet.opens_at), show.moment(sheet.closes_at)
    said = [
        _("Mở từ %(start)s đến %(end)s.") % {"start": opens, "end": closes},
        _("Thời gian làm bài: %(n)s phút.") % {"n": minutes(sheet.length_ms)},
        Mode(sheet.mode).in_words(_),
        counting.in_words(sheet.attempts_most, sheet.counts, _),
    ]
    window_ms = int((sheet.closes_at - sheet.opens_at).total_seconds() * 1000)
    if sheet.length_ms > window_ms:
        short = _("Khung giờ chỉ dài %(window)s phút nên không ai có đủ %(minutes)s phút.")
        said.append(short % {"window": window_ms // 60_000, "minutes": minutes(sheet.length_ms)})
    elif sheet.mode != Mode.SAME.value:  # there it is said with the mode
        said.append(_("Ai bắt đầu muộn vẫn phải dừng khi cuộc thi đóng."))
    return said


def minutes(length_ms: int) -> str:
    """`20`, or `1,5` where it is no whole number."""
    return f"{length_ms / 60_000:g}".replace(".", ",")


def _hours(_: Say) -> list[str]:
    return [
        _("Giờ thi theo đồng hồ máy chủ, giờ Việt Nam (GMT+7)."),
        _("Mất mạng vẫn làm tiếp được, bài tự gửi khi có mạng."),
        _("Câu trả lời đến sau giờ được giữ riêng, chỉ tính khi ban tổ chức chấp nhận."),
    ]


def _paper(sheet: RuleSheet, _: Say, show: Show) -> list[str]:
    worths = {cell.points for cell in sheet.cells if cell.count}
    if sheet.paper_kind == "fixed":
        known = _("Đề có %(n)s câu do ban tổ chức chọn.") if sheet.chosen_count else _("Các câu do ban tổ chức chọn.")
        said = [known % {"n": sheet.chosen_count}]
    elif len(worths) == 1:
        count = _("Đề có %(n)s câu, mỗi câu %(points)s điểm.")
        said = [count % {"n": sheet.items_count, "points": show.points(worths.pop())}]
    else:
        total = _("Đề có %(n)s câu, tổng cộng %(points)s điểm.")
        said = [total % {"n": sheet.items_count, "points": show.points(sheet.most_points)}]
        said += _worth_by_level(sheet, _, show)
    if sheet.papers_count > 1:
        said.append(_("Có %(n)s mã đề theo cùng một ma trận.") % {"n": sheet.papers_count})
    if sheet.shuffle:
        said.append(_("Thứ tự câu hỏi và phương án được xáo riêng cho từng người."))
    return said


def level_words(_: Say) -> dict[str, str]:
    """The levels of a blueprint by code, the easiest first; "" is any."""
    return {
        "": _("Mức nào cũng được"),
        "recall": _("Nhận biết"),
        "understand": _("Thông hiểu"),
        "apply": _("Vận dụng"),
        "analyse": _("Vận dụng cao"),
    }


def _worth_by_level(sheet: RuleSheet, _: Say, show: Show) -> list[str]:
    worth: dict[str, set[int]] = {}
    for cell in sheet.cells:
        worth.setdefault(cell.level, set()).add(cell.points)
    names = level_words(_)
    lines = [
        f"{names.get(level, level)} {', '.join(show.points(one) for one in sorted(worth[level]))}"
        for level in names
        if level in worth
    ]
    return [_("Điểm mỗi câu theo mức: %(lines)s.") % {"lines": "; ".join(lines)}] if lines else []


def _true_on(sheet: RuleSheet, _: Say, show: Show) -> list[str]:
    said = [_("Câu hỏi và đáp án lấy theo ngày %(day)s.") % {"day": show.day(sheet.as_of)}]
    names = dict(sheet.topic_names)
    topics = dict.fromkeys(names.get(cell.topic, cell.topic) for cell in sheet.cells if cell.count)
    if topics and sheet.paper_kind == "blueprint":
        said.insert(0, _("Nội dung: %(topics)s.") % {"topics": ", ".join(topics)})
    return said


def _scored(sheet: RuleSheet, _: Say, show: Show) -> list[str]:
    said = Scoring(sheet.multiple_scoring == "partial", sheet.negative_percent).in_words(_)
    if sheet.speed_most:
        speed = _("Nộp sớm được thêm tối đa %(points)s điểm, theo thời gian còn lại và số điểm đạt được.")
        said.append(speed % {"points": show.points(sheet.speed_most)})
    if sheet.prediction != "none":
        said.append({
            "entrants": _("Mỗi người dự đoán có bao nhiêu người dự thi; dự đoán không có điểm."),
            "all_right": _("Mỗi người dự đoán có bao nhiêu người trả lời đúng hết; dự đoán không có điểm."),
        }[sheet.prediction])  # fmt: skip
    return said


def _order(sheet: RuleSheet, _: Say) -> list[str]:
    said = [ranking.in_words(",".join(sheet.chain), _)]
    if "prediction" in sheet.chain or "hardest" in sheet.chain:
        said.append(_("Tiêu chí chỉ biết sau khi cuộc thi kết thúc thì lúc đó mới xét."))
    if "time_used" in sheet.chain:
        said.append(_("Bài làm trên giấy được tính là dùng hết thời gian."))
    if sheet.sub_boards:
        names = {"school": _("trường"), "grade": _("khối"), "unit": _("xã, phường")}
        by = ", ".join(names[one] for one in sheet.sub_boards)
        said.append(_("Ngoài bảng chung còn có bảng theo: %(by)s.") % {"by": by})
    return said


def _prizes(sheet: RuleSheet, _: Say) -> list[str]:
    if not sheet.prizes:
        return [_("Cuộc thi không có giải thưởng kèm theo.")]
    lines = ", ".join(_("%(name)s (%(n)s giải)") % {"name": one.name, "n": one.quota} for one in sheet.prizes)
    return [
        _("Cơ cấu giải: %(prizes)s.") % {"prizes": lines},
        _("Nếu bằng nhau ở suất cuối của một giải, ban tổ chức quyết định cùng đạt giải, không ai đạt, hoặc bốc thăm."),
    ]


def _seen(sheet: RuleSheet, _: Say, show: Show) -> list[str]:
    board = {
        "nobody": _("Bảng xếp hạng chỉ mở khi cuộc thi có kết quả."),
        "own_submit": _("Nộp bài xong mới thấy bảng xếp hạng."),
        "everybody": _("Ai cũng xem được bảng xếp hạng."),
    }[sheet.board_to]
    if sheet.results_open == "never":  # a board shows points (rules.visibility)
        board = _("Bảng xếp hạng chỉ thầy cô phụ trách xem được.")
    elif sheet.results_open == "close":
        board = _("Bảng xếp hạng chỉ mở khi cuộc thi có kết quả.")
    said = [board]
    if sheet.frozen_at is not None and sheet.results_open == "submit":
        still = _("Bảng xếp hạng đứng yên từ %(moment)s đến khi có kết quả.")
        said.append(still % {"moment": show.moment(sheet.frozen_at)})
    said.append({
        "submit": _("Điểm hiện ngay sau khi nộp bài."),
        "close": _("Điểm hiện khi cuộc thi kết thúc."),
        "never": _("Điểm không công bố trên trang."),
    }[sheet.results_open])  # fmt: skip
    if sheet.attempts_most != 1 and sheet.results_open == "submit":
        said[-1] = _("Điểm hiện khi đã làm hết số lượt, hoặc khi cuộc thi kết thúc.")
    closed = sheet.keys_open == "never" or sheet.results_open == "never"
    at_once = sheet.confirmation == "at_once"
    opens = (
        _("Đáp án và giải thích mở khi cuộc thi kết thúc.")
        if at_once
        else _("Đáp án và giải thích mở khi kết quả được công bố.")
    )
    said.append(_("Đáp án không công bố.") if closed else opens)
    return said


def _confirmed(sheet: RuleSheet, _: Say) -> list[str]:
    return [{
        "at_once": _("Kết quả được công bố ngay khi tính xong."),
        "school": _("Kết quả được công bố sau khi lãnh đạo trường xác nhận."),
        "department": _("Trường xác nhận kết quả, Sở Giáo dục và Đào tạo công bố."),
    }[sheet.confirmation]]  # fmt: skip


def _appeals(sheet: RuleSheet, _: Say) -> list[str]:
    if not sheet.appeal_h:
        return [_("Ai thấy kết quả chưa đúng thì hỏi thầy cô phụ trách cuộc thi.")]
    return [
        _("Nhận phúc khảo trong %(n)s giờ sau khi công bố kết quả.") % {"n": sheet.appeal_h},
        _("Người dự thi gửi phúc khảo trên trang kết quả của mình, và nhận trả lời ở đó."),
        _("Kết quả thay đổi thì công bố bản mới, kèm lý do."),
    ]


def _care(sheet: RuleSheet, _: Say) -> list[str]:
    return [
        _("Hệ thống ghi lại khi rời trang làm bài hoặc mở bài trên máy khác."),
        _("Đó là dấu hiệu để giám thị xem, máy không tự trừ điểm hay dừng bài."),
        _("Không ghi hình, không ghi phím gõ."),
        _("Họ tên chỉ hiện công khai khi học sinh và cha mẹ hoặc người giám hộ đều đồng ý."),
        _("Sau %(n)s tháng kể từ khi có kết quả, họ tên được gỡ khỏi bài làm.") % {"n": sheet.retention_months},
    ]
