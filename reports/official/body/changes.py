"""This period against the one before, in words."""

from reports.official.contents import Change
from reports.rules.wording import counted, decimal, joined, short_day


def moved(by: float, noun: str) -> str:
    """`tăng 12 trường`, `giảm 1,5 điểm phần trăm`, `không thay đổi`."""
    if by == 0:
        return "không thay đổi"
    size = counted(abs(by), noun) if isinstance(by, int) else f"{decimal(abs(by))} {noun}"
    return f"{'tăng' if by > 0 else 'giảm'} {size}"


def compared(change: Change) -> str:
    """One sentence; a rate that is not known in one of the two periods is left out."""
    parts = [
        f"số học sinh dự thi {moved(change.participants, 'học sinh')}",
        f"số lượt thi {moved(change.turns, 'lượt')}",
        f"số trường có học sinh dự thi {moved(change.schools_taking_part, 'trường')}",
    ]
    shares = (("độ phủ", change.coverage), ("tỷ lệ tham gia", change.rate), ("tỷ lệ trả lời đúng", change.right_share))
    parts += [f"{name} {moved(by, 'điểm phần trăm')}" for name, by in shares if by is not None]
    before = f"từ ngày {short_day(change.first)} đến ngày {short_day(change.last)}"
    return f"So với kỳ trước ({before}): {joined(parts)}."
