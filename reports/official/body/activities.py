"""What the registers tell: talks, lessons, exchanges, publicity, money."""

from collections.abc import Iterator

from reports.official import names
from reports.official.blocks import Text
from reports.official.body.sentences import Places, at, heads, nothing, there
from reports.official.contents import Contents
from reports.rules import wording
from reports.rules.wording import capital, counted, padded, whole

MOST_NAMED = 6


def talks(contents: Contents, places: Places) -> Iterator[Text]:
    its = contents.registers.talks
    if not its.sessions:
        yield Text(nothing(contents, "buổi nói chuyện chuyên đề"))
        return
    kinds = [f"{padded(n)} buổi {how}" for n, how in ((its.alone, "tổ chức riêng"), (its.integrated, "lồng ghép")) if n]
    said = f"Có {counted(its.sessions, 'buổi nói chuyện chuyên đề')}"
    if its.schools:
        said += f" tại {counted(its.schools, 'trường')}"
    if kinds:
        said += f", gồm {wording.joined(kinds)}"
    yield Text(f"{said}; {heads(its.attendance)} tham dự.")
    pillars = [f"{names.of(names.PILLARS, line.code)}: {padded(line.n)} buổi" for line in its.by_pillar if line.n]
    if pillars:
        end = at(places, "registers")
        yield Text(f"Theo trụ cột (một buổi có thể thuộc nhiều trụ cột): {'; '.join(pillars)}{end}.")


def lessons(contents: Contents, places: Places) -> Iterator[Text]:
    its = contents.registers.lessons
    if not (its.schools or its.periods or its.activities):
        yield Text(nothing(contents, "trường đưa nội dung ASEAN vào giảng dạy, ngoại khóa"))
        return
    said = f"{capital(there(its.schools, 'trường'))} đưa nội dung ASEAN vào giảng dạy, hoạt động ngoại khóa"
    parts = [counted(n, noun) for n, noun in ((its.periods, "tiết dạy"), (its.activities, "hoạt động ngoại khóa")) if n]
    if parts:
        said += f", với {wording.joined(parts)}"
    if its.pupils:
        said += f"; {counted(its.pupils, 'lượt học sinh')} tham gia"
    subjects = [line.subject for line in its.subjects if not line.out_of_class]
    yield Text(f"{said}.")
    if 0 < len(subjects) <= MOST_NAMED:
        yield Text(f"Các môn học: {wording.joined(subjects)}{at(places, 'registers')}.")
    elif its.subjects:
        yield Text(f"Số liệu theo môn học, hoạt động tại {places['registers']}.")


def exchanges(contents: Contents) -> Iterator[Text]:
    its = contents.registers.exchanges
    if not its.events:
        yield Text(nothing(contents, "hoạt động giao lưu"))
        return
    said = f"Có {counted(its.events, 'hoạt động giao lưu')}; {heads(its.attendance, its.researchers)} tham gia"
    yield Text(f"{said}. Các nước: {wording.joined(its.countries)}." if its.countries else f"{said}.")


def publicity(contents: Contents, places: Places) -> Iterator[Text]:
    lines = [line for line in contents.registers.publicity if line.items or line.copies]
    if not lines:
        yield Text(nothing(contents, "sản phẩm tuyên truyền"))
        return
    parts = []
    for line in lines:
        copies = f" ({whole(line.copies)} bản, lượt xem)" if line.copies else ""
        parts.append(f"{names.of(names.FORMS, line.form)}: {padded(line.items)}{copies}")
    yield Text(f"Số sản phẩm tuyên truyền theo hình thức: {'; '.join(parts)}{at(places, 'registers')}.")


def money(contents: Contents) -> Iterator[Text]:
    parts = [f"{names.of(names.SOURCES, line.source)}: {whole(line.amount)} đồng" for line in contents.registers.money]
    if not parts:
        yield Text(f"{capital(wording.NO_DATA)}.")
        return
    yield Text(f"Kinh phí thực hiện theo nguồn: {'; '.join(parts)}.")
