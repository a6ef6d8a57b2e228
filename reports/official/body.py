"""The Department's section in sentences. Vietnamese only: an official document has one language.

Every number comes from `Contents`; what nobody recorded is called "chưa có số liệu", what only people can judge is
left to them.
"""

from collections.abc import Iterator

from reports.official.blocks import Block, Grid, Heading, Picture, Text
from reports.official.contents import Contents, Taking
from reports.rules import wording
from reports.rules.wording import capital, counted, decimal, percent, short_day, whole

OPEN = "(Đơn vị soạn thảo bổ sung nội dung phần này.)"
BLANK_PLAN = "Kế hoạch số ………… ngày ……/……/………… của Ủy ban nhân dân tỉnh về thông tin tuyên truyền, quảng bá ASEAN"
SUBJECT = "Kết quả thực hiện Kế hoạch thông tin tuyên truyền, quảng bá ASEAN"
LEVEL_NAMES = {
    "TH": "Tiểu học",
    "THCS": "Trung học cơ sở",
    "THPT": "Trung học phổ thông",
    "GDTX": "Giáo dục thường xuyên",
    "": "Chưa rõ cấp học",
}
MOST_UNITS_DRAWN = 24


def span_of(contents: Contents) -> str:
    """`từ ngày … đến ngày …`."""
    return f"từ {wording.day(contents.first)} đến {wording.day(contents.last)}"


def there(number: int, noun: str) -> str:
    """`có 03 trường` or `không có trường nào`."""
    said = counted(number, noun)
    return said if number == 0 else f"có {said}"


def body(contents: Contents) -> Iterator[Block]:
    """The report from its opening to the closing mark, annexes apart."""
    plan = contents.letterhead.plan or BLANK_PLAN
    yield Text(
        f"Thực hiện {plan}, {contents.letterhead.agency} báo cáo kết quả {span_of(contents)}, số liệu tính đến "
        f"{wording.day(contents.cut_off)}, như sau:"
    )
    yield Heading(1, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")
    yield Text(f"Văn bản chỉ đạo, triển khai: {wording.NO_DATA}.")
    yield from results(contents)
    yield from judgement(contents)
    yield Text(
        f"Trên đây là báo cáo kết quả {span_of(contents)} của {contents.letterhead.agency}. "
        "Số liệu chi tiết tại Phụ lục I và Phụ lục II kèm theo./."
    )


def results(contents: Contents) -> Iterator[Block]:
    yield Heading(1, "II. KẾT QUẢ THỰC HIỆN")
    for number, title in ((1, "Nói chuyện chuyên đề"), (2, "Đưa nội dung ASEAN vào giảng dạy, hoạt động ngoại khóa")):
        yield Heading(2, f"{number}. {title}")
        yield Text(f"{capital(wording.NO_DATA)}.")
    yield Heading(2, "3. Cuộc thi tìm hiểu về ASEAN")
    yield from contests(contents)
    yield Heading(2, "4. Giao lưu")
    yield Text(f"{capital(wording.NO_DATA)}.")
    yield Heading(2, "5. Kinh phí")
    yield Text(f"{capital(wording.NO_DATA)}.")


def contests(contents: Contents) -> Iterator[Block]:
    """The contests run here: held, taken part in, by level and unit, how well."""
    if not contents.contests_held:
        yield Text("Trong kỳ báo cáo không có cuộc thi nào được tổ chức trên hệ thống.")
        return
    yield Text(f"{wording.mark(0)}) {_held(contents)}")
    yield Text(f"{wording.mark(1)}) {_persons(contents)}")
    yield Text(f"{wording.mark(2)}) {_rate(contents)}")
    if contents.levels:
        yield levels(contents, "Kết quả theo cấp học")
    if 1 < len(contents.units) <= MOST_UNITS_DRAWN:
        yield Picture(
            "coverage",
            "Độ phủ theo địa bàn (tỷ lệ trường có học sinh dự thi trên số trường được mời)",
            "Biểu đồ cột ngang: độ phủ theo địa bàn. Số liệu đầy đủ ở bảng theo địa bàn tại Phụ lục I.",
        )
    yield Text(f"{wording.mark(3)}) {_scores(contents)}")
    if contents.scores.bands:
        yield Picture(
            "scores",
            "Phân bố điểm các lượt thi (theo phần trăm tổng điểm của bài)",
            "Biểu đồ cột: số lượt thi theo mười khoảng điểm. Số liệu đầy đủ ở bảng phân bố điểm tại Phụ lục II.",
        )
    yield Text(f"{wording.mark(4)}) {_items(contents)}")


def _held(contents: Contents) -> str:
    overall = contents.overall
    said = f"Trong kỳ báo cáo có {counted(contents.contests_held, 'cuộc thi')} được tổ chức trên hệ thống "
    said += f"(danh sách tại Phụ lục I); {there(overall.schools_invited, 'trường')} được mời"
    if not overall.schools_invited:
        return f"{said}."
    said += f", {there(overall.schools_taking_part, 'trường')} có học sinh dự thi"
    return f"{said}, đạt độ phủ {percent(overall.coverage)}."


def _persons(contents: Contents) -> str:
    overall, teachers = contents.overall, contents.teachers
    said = capital(there(overall.participants, "học sinh"))
    said += " dự thi ít nhất một lần"
    if overall.participants:
        said += f", với {counted(overall.turns, 'lượt thi')}; trong số đó {there(overall.girls, 'học sinh nữ')}"
    if teachers.participants:
        said += f". Thi dành cho giáo viên: {there(teachers.participants, 'người')} dự thi, "
        said += f"với {counted(teachers.turns, 'lượt thi')}"
    return f"{said}."


def _rate(contents: Contents) -> str:
    overall, origin = contents.overall, contents.denominators
    if overall.rate is None:
        return "Tỷ lệ tham gia: chưa có số liệu về số học sinh thuộc các khối lớp được mời."
    said = f"Tỷ lệ tham gia đạt {percent(overall.rate)}: {there(overall.enrolled_participants, 'học sinh')} dự thi "
    said += f"trên {whole(overall.enrolled or 0)} học sinh thuộc các khối lớp được mời của "
    said += f"{counted(overall.enrolled_schools, 'trường')} có số liệu; số học sinh lấy theo {_origin(contents)}"
    if origin.schools_unknown:
        said += f". {capital(there(origin.schools_unknown, 'trường'))} được mời chưa có số liệu học sinh, "
        said += "không tính vào tỷ lệ này"
    if contents.schools_exceeding:
        said += f". {capital(there(contents.schools_exceeding, 'trường'))} có số học sinh dự thi lớn hơn số học sinh "
        said += "theo nguồn số liệu, cần kiểm tra lại"
    return f"{said}."


def _origin(contents: Contents) -> str:
    """Where the numbers of pupils come from, and of which days they are."""
    origin = contents.denominators
    parts = []
    if origin.schools_by_lists:
        parts.append(f"danh sách lớp ({counted(origin.schools_by_lists, 'trường')})")
    if origin.schools_by_figure:
        parts.append(f"số liệu do đơn vị nhập ({counted(origin.schools_by_figure, 'trường')})")
    said = wording.joined(parts)
    if origin.earliest is None or origin.latest is None:
        return said
    if origin.earliest == origin.latest:
        return f"{said}, ngày {short_day(origin.latest)}"
    return f"{said}, từ ngày {short_day(origin.earliest)} đến ngày {short_day(origin.latest)}"


def _scores(contents: Contents) -> str:
    scores, overall = contents.scores, contents.overall
    if scores.mean is None or scores.median is None:
        return (
            f"Kết quả bài thi: {there(scores.n, 'lượt thi')}; nhóm dưới {wording.padded(contents.small)} người "
            "không nêu kết quả."
        )
    said = f"Kết quả bài thi: điểm trung bình của {counted(scores.n, 'lượt thi')} là {percent(scores.mean)} tổng điểm "
    said += f"của bài, trung vị {percent(scores.median)}"
    if scores.deviation is not None:
        said += f", độ lệch chuẩn {decimal(scores.deviation)} điểm phần trăm"
    if overall.right_share is not None:
        said += f". Tỷ lệ câu trả lời đúng là {percent(overall.right_share)} ({whole(overall.right)} trên "
        said += f"{whole(overall.items)} câu đã giao)"
    return f"{said}."


def _items(contents: Contents) -> str:
    stated = [line.difficulty for line in contents.items if line.difficulty is not None]
    said = f"Câu hỏi: {there(contents.items_used, 'câu')} đã dùng trong các lượt thi"
    if stated:
        said += f"; tỷ lệ điểm đạt được của từng câu từ {percent(min(stated))} đến {percent(max(stated))}"
    return f"{said} (chi tiết tại Phụ lục II)."


def levels(contents: Contents, caption: str) -> Grid:
    rows = [
        (
            LEVEL_NAMES.get(line.level, line.level),
            whole(line.taking.schools_taking_part),
            whole(line.taking.participants),
            whole(line.taking.turns),
            enrolled(line.taking),
            rate(line.taking),
        )
        for line in contents.levels
    ]
    head = (
        "Cấp học", "Trường có học sinh dự thi", "Học sinh dự thi", "Lượt thi", "Học sinh được mời", "Tỷ lệ tham gia",
    )  # fmt: skip
    return Grid(caption, head, rows, (42, 25, 23, 20, 27, 28), frozenset({0}))


def enrolled(taking: Taking) -> str:
    return wording.NO_DATA if taking.enrolled is None else whole(taking.enrolled)


def rate(taking: Taking) -> str:
    """The rate with what must be said beside it."""
    said = percent(taking.rate)
    if taking.enrolled_participants != taking.participants and taking.rate is not None:
        said += f" ({whole(taking.enrolled_participants)}/{enrolled(taking)})"
    return f"{said} *" if taking.exceeds else said


def judgement(contents: Contents) -> Iterator[Block]:
    yield Heading(1, "III. ĐÁNH GIÁ CHUNG")
    yield Heading(2, "1. Ưu điểm")
    yield Text(OPEN)
    yield Heading(2, "2. Hạn chế, nguyên nhân")
    if contents.schools_silent:
        yield Text(
            f"{capital(there(contents.schools_silent, 'trường'))} được mời chưa có học sinh dự thi (danh sách tại "
            "Phụ lục I)."
        )
    yield Text(OPEN)
    yield Heading(1, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ")
    yield Text(OPEN)
    yield Heading(1, "V. KIẾN NGHỊ, ĐỀ XUẤT")
    yield Text(OPEN)
