"""The words and signs by which a Vietnamese exam paper can be told apart into questions, options, keys and the rest.

How such papers look is nowhere written down as a format; the patterns follow the papers of schools and the form of the
national examination (Công văn 7991/BGDĐT-GDTrH, levels; the papers of the THPT examination, layout).
"""

import re

from quiz.exchange.spreadsheet.columns import code_of
from quiz.rules.text import fold

LONGEST_LABEL = 200  # letters from a line's start in which a label must stand
_QUESTION = re.compile(
    r"\s*(?:c[âa]u|question)\s*(?:hỏi\s*)?(?:số\s*)?([0-9]{1,5})(?![0-9])(?!\s?[-–—]\s?[0-9])", re.IGNORECASE
)
_NUMBERED = re.compile(r"\s*([0-9]{1,3})\s?[.)/:](?![0-9])")
_SEPARATOR = re.compile(r"\s*[.:)/–—-]+")
_BRACKET = re.compile(r"\s*[\[({]([^\[\](){}\t]{1,30})[\])}]")
_POINTS = re.compile(r"[0-9]+([.,][0-9]+)?\s*(đ|điểm|điem|pts?|points?)\.?", re.IGNORECASE)
_LAST_BRACKET = re.compile(r"[\[(]([^\[\]()]{1,30})[\])][\s.]*$")
_LEVEL_NAMES = "nhan biet|thong hieu|van dung cao|van dung thap|van dung"
_LEVEL_LINE = re.compile(
    r"(?:[ivx]{1,4}|[a-h]|[0-9]{1,2})?[ .:)/-]*(?:muc do|cac cau|cau hoi|phan)?[ :]*"
    rf"({_LEVEL_NAMES})[ .:]*(?:\([^()]{{0,40}}\))?[ .:]*"
)
OPTION = re.compile(
    r"(?P<star>\*\s?)?(?P<open>\()?(?P<letter>[A-Ha-h])(?P<star2>\*)?\s?(?P<mark>[.)/:])"
    r"(?P<star3>\s?\*(?!\*|[A-Ha-h]\s?[.)]))?"
)
_EXPLANATION = re.compile(
    r"\s*[*#>–-]?\s*[\[(]?\s*(?:lời\s+giải(?:\s+chi\s+tiết|\s+tham\s+khảo)?|giải\s+thích|hướng\s+dẫn(?:\s+giải|\s+chấm)?"
    r"|giải|hdg|explanation)\s*[\])]?\s*(?:[:.]|$)\s*",
    re.IGNORECASE,
)
# the letters are never given back (`*+`): "Đáp án A, B sai" names no key
_KEY_LINE = re.compile(
    r"\s?[*#>–-]?\s?[\[(]?\s?(?:(?:=>|⇒|→)\s?)?"
    r"(?:đáp\s?án(?:\s?đúng)?(?:\s?là)?|đ/a|chọn(?:\s?(?:đáp|phương)\s?án)?|answer|key)\s?[:.]?\s?[\])]?\s?"
    r"([A-H](?![^\W\d_])(?:\s?(?:,|;|&|và)\s?[A-H](?![^\W\d_]))*+)\s?[\])]?(?:[.,:;–-]|\t|$|(?=\s(?:vì|do|bởi)\b))\s?",
    re.IGNORECASE,
)
_KEYS_HEADING = re.compile(
    r"[\W_]*(?:[ivx]{1,4}[ .)]+|[a-z][ .)]+|phan [a-z0-9]{1,3}[ .:)]+)?"
    r"(?:bang dap an|dap an|huong dan cham|bang tra loi|answer key|answers)\b"
    r"(?=[\W_]*$|\s?:|[\W_]+(?:va|de|ma|mon|phan|trac|chi tiet|tham khao|bai|cac|chinh thuc|thi|on|hoc|lop|[0-9])\b)"
)
_SECTION = re.compile(
    r"[\W_]*(?:(?:phan|chuong|chu de|part|section)\s(?P<part>[ivx]{1,4}|[0-9]{1,2}|[a-h])\b"
    r"|(?P<number>[ivx]{1,4}|[a-h]|[0-9]{1,2})\s?[.):/-]\s?(?:phan\s)?(?:cau hoi\s)?"
    r"(?:trac nghiem|tu luan|nhieu lua chon|dung sai)\b"
    r"|(?:phan|cau hoi)\s(?:trac nghiem|tu luan)\b)"
)
_END = re.compile(r"[\W_]*(?:het|the end)[\W_]*")
_PAGE = re.compile(
    r"[\W_]*(?:trang|page)\s?[0-9]{1,3}(?:\s?(?:/|tren|of)\s?[0-9]{1,3})?.{0,40}"
    r"|[\W_]*[0-9]{1,3}\s?/\s?[0-9]{1,3}[\W_]*"
)
_NOTHING = re.compile(r"[\W_]*")
_NOISE_WORDS = """
so gd|so giao duc|phong gd|phong giao duc|bo giao duc|ubnd|uy ban nhan dan
truong (?:th|thcs|thpt|tieu hoc|trung hoc|dai hoc|cao dang|ptdt)\\b|to chuyen mon
de (?:thi|kiem tra|cuong|chinh thuc|so|minh hoa|on tap)|ky thi|ki thi|ma de|de co|de gom
ho (?:va |, ?)?(?:chu lot|ten)|so bao danh|sbd|lop ?[:.]|thoi gian|mon(?: thi)? ?:|mon thi|nam hoc
can bo coi thi|giam thi|hoc sinh khong|thi sinh khong|luu y|ghi chu|diem ?[:.]|nhan xet ?:|cong hoa xa hoi|doc lap
"""
_NOISE = re.compile(rf"[\W_]*(?:{'|'.join(_NOISE_WORDS.split(chr(10))[1:-1])})")


def question_at(text: str, *, by_word: bool) -> tuple[int, str, int] | None:
    """Number, level ("" if none is said) and where the stem begins, if a question does here.

    `by_word`: questions of this paper begin with "Câu"; else with a bare number.
    """
    head = text[:LONGEST_LABEL]
    found = (_QUESTION if by_word else _NUMBERED).match(head)
    if not found:
        return None
    at, level, is_label = found.end(), "", not by_word or found.end() == len(text.rstrip())
    for _round in range(4):
        if bracket := _BRACKET.match(head, at):
            said = level_of(bracket[1])
            if not said and not _POINTS.fullmatch(bracket[1].strip()):
                break
            level, at, is_label = said or level, bracket.end(), True
        if separator := _SEPARATOR.match(head, at):
            at, is_label = separator.end(), True
        elif not bracket:
            break
    if not is_label and not head.startswith("\t", at):
        return None
    return int(found[1]), level, at


def level_of(text: str) -> str:
    """The level that a word in brackets names: "NB", "Thông hiểu", "Mức độ: VDC"."""
    plain = fold(text).removeprefix("muc do").strip(" :.-")
    return code_of("level", plain) if plain[:1].isalpha() else ""


def level_at_end(text: str) -> tuple[str, str]:
    """The stem without a level at its end, and that level."""
    found = _LAST_BRACKET.search(text, max(0, len(text) - 40))
    level = level_of(found[1]) if found else ""
    return (text[: found.start()].rstrip(), level) if found and level else (text, "")


def level_line(text: str) -> str:
    """The level that a line of its own sets for the questions under it."""
    found = _LEVEL_LINE.fullmatch(fold(text)) if len(text) < LONGEST_LABEL else None
    return code_of("level", found[1]) if found else ""


def explanation_at(text: str) -> int:
    """Where an explanation begins behind its heading, -1 if the line opens none."""
    found = _EXPLANATION.match(text[:LONGEST_LABEL])
    return found.end() if found else -1


def key_line(text: str) -> tuple[str, str]:
    """The letters that a line such as "Đáp án: B" or "Chọn A, C." names, and what stands behind them."""
    found = _KEY_LINE.match(text[:LONGEST_LABEL])
    return (found[1].upper(), text[found.end() :]) if found else ("", "")


def opens_keys(text: str) -> bool:
    """Whether the line is the heading over a list of keys."""
    return len(text) < LONGEST_LABEL // 2 and bool(_KEYS_HEADING.match(fold(text))) and not key_line(text)[0]


def is_section(text: str) -> bool:
    return bool(_SECTION.match(fold(text[:LONGEST_LABEL])))


def section_name(text: str) -> str:
    """The number of the section that a heading opens, "" if it says none: "PHẦN II. ĐÁP ÁN" is "ii"."""
    found = _SECTION.match(fold(text[:LONGEST_LABEL]))
    return (found["part"] or found["number"] or "") if found else ""


def is_end(text: str) -> bool:
    return len(text) < LONGEST_LABEL and bool(_END.fullmatch(fold(text)))


def is_rule(text: str) -> bool:
    """A page number, or a line of dots and dashes."""
    return len(text) < LONGEST_LABEL and bool(_NOTHING.fullmatch(text) or _PAGE.fullmatch(fold(text)))


def is_noise(text: str) -> bool:
    """What stands at the head and foot of papers and belongs to no question."""
    return is_rule(text) or is_section(text) or bool(_NOISE.match(fold(text[:LONGEST_LABEL])))
