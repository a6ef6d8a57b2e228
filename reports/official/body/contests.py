"""Contests: those run here with attempts and scores, and those run elsewhere, of which only counts are known."""

from collections.abc import Iterator

from reports.official import names, tables
from reports.official.blocks import Block, Heading, Picture, Text
from reports.official.body import changes
from reports.official.body.sentences import Places, at, nothing, there
from reports.official.contents import Contents
from reports.official.tables import participation
from reports.official.tables.participation import drawn_units
from reports.official.tables.registers import prizes
from reports.rules import wording
from reports.rules.registers import OutsideLine
from reports.rules.wording import capital, counted, decimal, padded, percent, short_day, whole

NO_CONTEST = "Trong kỳ báo cáo không có cuộc thi nào được tổ chức trên hệ thống."
MOST_OUTSIDE = 8


def contests(contents: Contents, places: Places) -> Iterator[Block]:
    yield Heading(3, "a) Cuộc thi tổ chức trên hệ thống")
    if contents.contests_held:
        yield from _here(contents, places)
    else:
        yield Text(NO_CONTEST)
    yield Heading(3, "b) Cuộc thi do Bộ Giáo dục và Đào tạo hoặc đơn vị khác tổ chức")
    yield from _elsewhere(contents, places)


def _here(contents: Contents, places: Places) -> Iterator[Block]:
    yield Text(f"- {_held(contents, places)}")
    yield Text(f"- {_persons(contents)}")
    yield from _teachers(contents)
    yield Text(f"- {_rate(contents)}")
    if sum(line.turns > 0 for line in contents.channels) > 1:
        parts = [
            f"{_small_first(names.kind(line, names.CHANNELS, 'kênh dự thi', contents.small))} "
            f"{counted(line.turns, 'lượt thi')}"
            for line in contents.channels
            if line.turns
        ]
        yield Text(f"- Theo kênh dự thi: {wording.joined(parts)}.")
    if contents.change is not None:
        yield Text(f"- {changes.compared(contents.change)}")
    if contents.levels:
        yield tables.grid(participation.levels(contents))
    yield from _places_drawn(contents, places)
    yield Text(f"- {_scores(contents)}")
    yield from _results_drawn(contents, places)
    if contents.awareness is not None and contents.awareness.difference is not None:
        yield Text(f"- {_awareness(contents)}")
    yield Text(f"- {_items(contents, places)}")


def _small_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _held(contents: Contents, places: Places) -> str:
    overall = contents.overall
    said = f"Trong kỳ báo cáo có {counted(contents.contests_held, 'cuộc thi')} được tổ chức trên hệ thống "
    said += f"(danh sách tại {places['participation']}); {there(overall.schools_invited, 'trường')} được mời"
    if not overall.schools_invited:
        return f"{said}."
    said += f", {there(overall.schools_taking_part, 'trường')} có học sinh dự thi"
    return f"{said}, đạt độ phủ {percent(overall.coverage)}."


def _persons(contents: Contents) -> str:
    overall, apart = contents.overall, _apart(contents)
    said = f"{capital(there(overall.participants, learners(contents)))} dự thi ít nhất một lần"
    if overall.participants:
        said += f", với {counted(overall.turns, 'lượt thi')}"
        if overall.girls is not None:
            said += f"; trong số đó {there(overall.girls, 'nữ')}"
    if len(apart) > 1:
        said += f". Tính riêng {wording.joined(apart)}"
    return f"{said}."


def learners(contents: Contents) -> str:
    """`học sinh`, or `học sinh, sinh viên` where students took part too: the figures of the whole hold both."""
    apart = {line.audience for line in contents.audiences if line.participants}
    return "học sinh, sinh viên" if apart & {"students", "learners"} else "học sinh"


def _apart(contents: Contents) -> list[str]:
    """Pupils and students each for themselves."""
    nouns = {"pupils": "học sinh", "students": "sinh viên"}
    found = [line for line in contents.audiences if line.audience in nouns and line.participants]
    return [f"{there(line.participants, nouns[line.audience])} với {counted(line.turns, 'lượt thi')}" for line in found]


def _teachers(contents: Contents) -> Iterator[Text]:
    its = contents.teachers
    if its.participants:
        said = capital(there(its.participants, "giáo viên"))
        yield Text(f"- {said} dự các cuộc thi dành cho giáo viên, với {counted(its.turns, 'lượt thi')}.")


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


def _places_drawn(contents: Contents, places: Places) -> Iterator[Picture]:
    where = f"Số liệu đầy đủ ở bảng tại {places['participation']}."
    if drawn_units(contents):
        yield Picture(
            "coverage",
            "Độ phủ theo địa bàn (tỷ lệ trường có học sinh dự thi trên số trường được mời)",
            f"Biểu đồ cột ngang: độ phủ theo địa bàn. {where}",
        )
    if len(contents.weeks) > 1:
        yield Picture(
            "trend", "Số lượt thi và số học sinh dự thi theo tuần", f"Biểu đồ cột: số lượt thi theo tuần. {where}"
        )


def _scores(contents: Contents) -> str:
    scores, overall = contents.scores, contents.overall
    if scores.mean is None or scores.median is None:
        few = f"nhóm dưới {padded(contents.small)} người không nêu kết quả"
        return f"Kết quả bài thi: {there(scores.n, 'lượt thi')}; {few}."
    said = f"Kết quả bài thi: điểm trung bình của {counted(scores.n, 'lượt thi')} là {percent(scores.mean)} tổng điểm "
    said += f"của bài, trung vị {percent(scores.median)}"
    if scores.deviation is not None:
        said += f", độ lệch chuẩn {decimal(scores.deviation)} điểm phần trăm"
    if overall.right_share is not None:
        said += f". Tỷ lệ câu trả lời đúng là {percent(overall.right_share)} ({whole(overall.right)} trên "
        said += f"{whole(overall.items)} câu đã giao)"
    return f"{said}."


def _results_drawn(contents: Contents, places: Places) -> Iterator[Block]:
    where = f"Số liệu đầy đủ ở bảng tại {places.get('results', 'phụ lục')}."
    if contents.scores.bands:
        yield Picture(
            "scores",
            "Phân bố điểm các lượt thi (theo phần trăm tổng điểm của bài)",
            f"Biểu đồ cột: số lượt thi theo khoảng điểm. {where}",
        )
    shares = [
        f"{names.of(names.PILLARS, line.pillar)} {percent(line.share)}"
        for line in contents.topics
        if not line.topic and line.share is not None
    ]
    if not shares:
        return
    yield Text(f"- Tỷ lệ điểm đạt được theo trụ cột: {'; '.join(shares)}.")
    if len(shares) > 1:
        yield Picture(
            "pillars",
            "Tỷ lệ điểm đạt được theo trụ cột, kèm khoảng tin cậy khi số lượt còn ít",
            f"Biểu đồ cột ngang: tỷ lệ điểm đạt được theo trụ cột. {where}",
        )


def _awareness(contents: Contents) -> str:
    its = contents.awareness
    if its is None or its.difference is None:
        return ""
    said = f"{capital(there(its.pupils, 'học sinh'))} của {counted(its.schools, 'trường')} thi ít nhất hai cuộc; tỷ lệ "
    said += f"trả lời đúng ở cuộc đầu là {percent(its.before)}, ở cuộc cuối là {percent(its.after)}, "
    said += f"{changes.moved(its.difference, 'điểm phần trăm')} tính trung bình trên mỗi em"
    if its.low is not None and its.high is not None:
        said += f" (khoảng tin cậy 95%: từ {decimal(its.low)} đến {decimal(its.high)} điểm phần trăm)"
    return f"{said}."


def _items(contents: Contents, places: Places) -> str:
    stated = [line.difficulty for line in contents.items if line.difficulty is not None]
    said = f"Câu hỏi: {there(contents.items_used, 'câu')} đã dùng trong các lượt thi"
    if stated:
        said += f"; tỷ lệ điểm đạt được của từng câu từ {percent(min(stated))} đến {percent(max(stated))}"
    return f"{said}{at(places, 'results')}."


def _elsewhere(contents: Contents, places: Places) -> Iterator[Text]:
    lines = contents.registers.outside
    if not lines:
        yield Text(nothing(contents, "cuộc thi"))
        return
    by_ministry = sum(line.by_ministry for line in lines)
    said = f"Ngành giáo dục đã phát động, tham gia {counted(len(lines), 'cuộc thi')}"
    said += f", trong đó {there(by_ministry, 'cuộc thi')} do Bộ Giáo dục và Đào tạo tổ chức"
    if len(lines) > MOST_OUTSIDE:
        yield Text(f"{said}{at(places, 'registers')}.")
        return
    yield Text(f"{said}:")
    for place, line in enumerate(lines, start=1):
        yield Text(f"- {_outside(line)}{'.' if place == len(lines) else ';'}")


def _outside(line: OutsideLine) -> str:
    said = f"{line.name} ({line.organiser})" if line.organiser else line.name
    persons = (
        (line.taking.pupils, "học sinh"),
        (line.taking.students, "sinh viên"),
        (line.taking.teachers, "giáo viên"),
    )
    parts = [counted(n, noun) for n, noun in persons if n]
    if not parts:
        return f"{said}: chưa có số liệu về người dự thi"
    said += f": {wording.joined(parts)} của {counted(line.schools, 'trường')} dự thi"
    won = prizes(line)
    return f"{said}; đạt {won}" if won else said
