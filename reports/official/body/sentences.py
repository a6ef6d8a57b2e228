"""What all parts of the body say alike."""

from collections.abc import Iterator, Mapping

from reports.official.blocks import Text
from reports.official.contents import Contents
from reports.official.report import Report
from reports.rules import wording
from reports.rules.registers import Attendance
from reports.rules.wording import capital, counted

OPEN = "(Đơn vị soạn thảo bổ sung nội dung phần này.)"
#: Where annexes stand, by what is in them: `schools` → `Phụ lục II`. Annexes that are not made are missing.
Places = Mapping[str, str]


def span_of(contents: Contents) -> str:
    """`từ ngày … đến ngày …`."""
    return f"từ {wording.day(contents.first)} đến {wording.day(contents.last)}"


def there(number: int, noun: str) -> str:
    """`có 03 trường` or `không có trường nào`."""
    said = counted(number, noun)
    return said if number == 0 else f"có {said}"


def heads(taking: Attendance, researchers: int = 0) -> str:
    """`120 lượt học sinh và 05 lượt giáo viên`: heads counted at events, audiences that were not there left out."""
    audiences = (
        (taking.pupils, "học sinh"),
        (taking.students, "sinh viên"),
        (taking.teachers, "giáo viên"),
        (researchers, "nhà nghiên cứu"),
    )
    parts = [counted(number, f"lượt {who}") for number, who in audiences if number]
    return wording.joined(parts) or "chưa có số liệu về người"


def nothing(contents: Contents, noun: str) -> str:
    """None recorded: an honest "none" where schools have reported, else nothing is known."""
    if contents.registers.returns.reported:
        return f"{capital(counted(0, noun))} được ghi nhận trong sổ theo dõi của các trường đã báo cáo."
    return f"{capital(wording.NO_DATA)}."


def worded(report: Report, section: str, *, open_if_missing: bool = True) -> Iterator[Text]:
    """The office's own words, a paragraph a line; the note that they are still to come where there are none."""
    lines = [line.strip() for line in report.wording.get(section, "").splitlines() if line.strip()]
    if lines:
        yield from (Text(line, section) for line in lines)
    elif open_if_missing:
        yield Text(OPEN, section, waits=True)


def at(places: Places, key: str) -> str:
    """` (chi tiết tại Phụ lục I)`, or nothing where there is no such annex."""
    return f" (chi tiết tại {places[key]})" if key in places else ""
