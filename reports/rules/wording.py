"""Numbers, days and lists as an official Vietnamese document writes them (Nghị định 30/2020/NĐ-CP)."""

from collections.abc import Sequence
from datetime import date

MARKS = "abcdđeghiklmnopqrstuvxy"
NO_DATA = "chưa có số liệu"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def whole(number: int) -> str:
    """`12345` → `12.345`."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float, places: int = 1) -> str:
    """`1234.5` → `1.234,5`; the zero behind the comma stays."""
    return f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(number: float | None) -> str:
    """`95.8` → `95,8%`; nothing known → `chưa có số liệu`."""
    return NO_DATA if number is None else f"{decimal(number)}%"


def padded(number: int) -> str:
    """Numbers under 10 take a 0 before them: `3` → `03`."""
    return f"{number:02d}" if 0 <= number < 10 else whole(number)


def counted(number: int, noun: str) -> str:
    """`0, trường` → `không có trường nào`; `3` → `03 trường`; `1234` → `1.234 trường`."""
    return f"không có {noun} nào" if number == 0 else f"{padded(number)} {noun}"


def day(of: date) -> str:
    """`ngày 05 tháng 01 năm 2021`: days under 10 and the months 1 and 2 take a 0, the others do not."""
    month = f"{of.month:02d}" if of.month <= 2 else str(of.month)
    return f"ngày {of.day:02d} tháng {month} năm {of.year}"


def short_day(of: date) -> str:
    """`05/01/2021`."""
    return f"{of.day:02d}/{of.month:02d}/{of.year}"


def mark(index: int) -> str:
    """The index-th (from 0) mark of a list: a, b, c, d, đ, e, g …"""
    return MARKS[index]


def roman(number: int) -> str:
    """`4` → `IV`."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def joined(parts: Sequence[str]) -> str:
    """`a, b và c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


def capital(text: str) -> str:
    """The first letter large, the rest as it was."""
    return text[:1].upper() + text[1:]


def period_name(kind: str, year: int, number: int, first: date, last: date) -> str:
    """`Quý III năm 2026 (từ 15/06/2026 đến 14/09/2026)`; of free days only the days."""
    days = f"từ {short_day(first)} đến {short_day(last)}"
    names = {
        "school_year": f"Năm học {year} - {year + 1}",
        "school_half": f"Học kỳ {roman(number)} năm học {year} - {year + 1}",
        "school_year_so_far": f"Năm học {year} - {year + 1} đến nay",
        "report_year": f"Năm {year}",
        "report_half": f"06 tháng {'đầu' if number == 1 else 'cuối'} năm {year}",
        "report_quarter": f"Quý {roman(number)} năm {year}",
        "report_month": f"Tháng {padded(number)} năm {year}",
        "calendar_year": f"Năm dương lịch {year}",
        "calendar_quarter": f"Quý {roman(number)} dương lịch năm {year}",
        "calendar_month": f"Tháng {padded(number)} dương lịch năm {year}",
    }
    return f"{names[kind]} ({days})" if kind in names else capital(days)
