"""The annexes: tables of participation, of results, and how every figure is counted."""

from collections.abc import Iterator

from reports.official.blocks import Annex, Block, Grid, Heading, Text
from reports.official.body import enrolled, rate
from reports.official.contents import Contents, SchoolLine
from reports.rules import wording
from reports.rules.wording import percent, short_day, whole

UNPLACED = "Chưa xếp xã"


def annexes(contents: Contents) -> tuple[Annex, ...]:
    return (
        Annex("SỐ LIỆU THAM GIA CUỘC THI TÌM HIỂU VỀ ASEAN", tuple(_participation(contents))),
        Annex("KẾT QUẢ BÀI THI VÀ CÁCH TÍNH SỐ LIỆU", tuple(_results(contents))),
    )


def _participation(contents: Contents) -> Iterator[Block]:
    if not contents.contests_held:
        yield Text("Trong kỳ báo cáo không có cuộc thi nào được tổ chức trên hệ thống.")
        return
    yield _contests(contents)
    yield _units(contents)
    if contents.grades:
        yield _grades(contents)
    yield _schools(contents)
    if contents.schools_exceeding:
        yield Text("* Số học sinh dự thi lớn hơn số học sinh theo nguồn số liệu, cần kiểm tra lại.")
    if contents.silent:
        yield _silent(contents)


def _contests(contents: Contents) -> Grid:
    rows = [
        (
            str(number),
            f"{line.title} ({line.code})",
            f"{short_day(line.first_day)} - {short_day(line.last_day)}",
            whole(line.schools_invited),
            whole(line.participants),
            whole(line.turns),
        )
        for number, line in enumerate(contents.contests, start=1)
    ]
    head = ("TT", "Cuộc thi (mã)", "Thời gian", "Trường được mời", "Người dự thi", "Lượt thi")
    return Grid("Bảng 1. Các cuộc thi trong kỳ", head, rows, (10, 66, 29, 21, 20, 19))


def _units(contents: Contents) -> Grid:
    rows = [
        (
            str(number),
            line.name or UNPLACED,
            whole(line.taking.schools_invited),
            whole(line.taking.schools_taking_part),
            percent(line.taking.coverage),
            whole(line.taking.participants),
            whole(line.taking.turns),
            rate(line.taking),
        )
        for number, line in enumerate(contents.units, start=1)
    ]
    head = (
        "TT", "Địa bàn", "Trường được mời", "Trường có HS dự thi", "Độ phủ", "Học sinh dự thi", "Lượt thi",
        "Tỷ lệ tham gia",
    )  # fmt: skip
    return Grid("Bảng 2. Theo địa bàn (tại ngày thi)", head, rows, (10, 41, 18, 19, 18, 19, 17, 23))


def _grades(contents: Contents) -> Grid:
    rows = [
        (f"Khối {line.grade}" if line.grade else "Chưa rõ khối", whole(line.participants), whole(line.girls),
         whole(line.turns))
        for line in contents.grades
    ]  # fmt: skip
    head = ("Khối lớp", "Học sinh dự thi", "Trong đó: nữ", "Lượt thi")
    return Grid("Bảng 3. Theo khối lớp", head, rows, (60, 35, 35, 35), frozenset({0}))


def _schools(contents: Contents) -> Grid:
    rows = [
        (
            str(number),
            line.name,
            line.unit or UNPLACED,
            whole(line.taking.participants),
            whole(line.taking.turns),
            enrolled(line.taking),
            rate(line.taking),
            _source(line),
        )
        for number, line in enumerate(contents.schools, start=1)
    ]
    head = (
        "TT", "Trường", "Địa bàn", "Học sinh dự thi", "Lượt thi", "Học sinh được mời", "Tỷ lệ tham gia",
        "Nguồn số học sinh",
    )  # fmt: skip
    caption = "Bảng 4. Theo trường (xếp theo tên, không xếp hạng)"
    return Grid(caption, head, rows, (10, 38, 25, 17, 14, 18, 18, 25), frozenset({1, 2, 7}))


def _source(line: SchoolLine) -> str:
    if line.taking.enrolled is None or line.as_of is None:
        return ""
    return f"{line.source or 'Danh sách lớp'}, {short_day(line.as_of)}"


def _silent(contents: Contents) -> Grid:
    rows = [
        (str(number), line.name, line.unit or UNPLACED, enrolled(line.taking))
        for number, line in enumerate(contents.silent, start=1)
    ]
    head = ("TT", "Trường", "Địa bàn", "Học sinh được mời")
    caption = "Bảng 5. Trường được mời chưa có học sinh dự thi"
    return Grid(caption, head, rows, (10, 75, 50, 30), frozenset({1, 2}))


def _results(contents: Contents) -> Iterator[Block]:
    if contents.scores.bands:
        yield _bands(contents)
    if contents.items:
        yield _difficulty(contents)
    yield Heading(2, "Cách tính số liệu")
    for index, line in enumerate(definitions(contents)):
        yield Text(f"{wording.mark(index)}) {line}")


def _bands(contents: Contents) -> Grid:
    last = len(contents.scores.bands) - 1
    rows = [
        (f"Từ {band.low}% đến {'' if index == last else 'dưới '}{band.high}%", whole(band.n), percent(band.share))
        for index, band in enumerate(contents.scores.bands)
    ]
    head = ("Khoảng điểm (phần trăm tổng điểm của bài)", "Số lượt thi", "Tỷ lệ")
    return Grid("Bảng 1. Phân bố điểm", head, rows, (85, 40, 40), frozenset({0}))


def _difficulty(contents: Contents) -> Grid:
    rows = [
        (str(number), line.stem, whole(line.n), whole(line.answered), percent(line.difficulty))
        for number, line in enumerate(contents.items, start=1)
    ]
    head = ("TT", "Câu hỏi", "Số lượt có câu này", "Số lượt trả lời", "Độ khó (tỷ lệ điểm đạt)")
    return Grid("Bảng 2. Độ khó của câu hỏi (khó nhất trước)", head, rows, (10, 89, 22, 20, 24))


def definitions(contents: Contents) -> tuple[str, ...]:
    """How each figure is counted; the page shows the same in the reader's language."""
    return (
        "Lượt thi: một bài đã nộp hoặc đã hết giờ, có ít nhất một câu trả lời, bắt đầu trong kỳ báo cáo.",
        (
            "Số người dự thi: số người khác nhau có ít nhất một lượt thi trong kỳ. Một người thi nhiều cuộc thi "
            "chỉ tính một lần trong mỗi phạm vi, nên không cộng số người của các phạm vi với nhau."
        ),
        (
            "Tỷ lệ tham gia: số học sinh dự thi chia cho số học sinh thuộc các khối lớp được mời, trên các trường có "
            f"số học sinh theo danh sách lớp ngày {short_day(contents.cut_off)} hoặc theo số liệu nhập kèm ngày và "
            "nguồn. Thiếu mẫu số thì ghi chưa có số liệu."
        ),
        "Độ phủ: số trường được mời có ít nhất một học sinh dự thi chia cho số trường được mời.",
        "Địa bàn: xã, phường hoặc huyện nơi trường đóng vào ngày thi.",
        "Điểm: phần trăm tổng điểm của bài. Độ lệch chuẩn là độ lệch chuẩn mẫu.",
        (
            "Độ khó: tổng điểm đạt được chia cho tổng điểm tối đa của câu trong các lượt thi có câu đó. Bỏ trống tính "
            "không điểm."
        ),
        (
            f"Không nêu kết quả bài thi của nhóm dưới {wording.padded(contents.small)} người. Báo cáo không chứa "
            "tên học sinh."
        ),
    )
