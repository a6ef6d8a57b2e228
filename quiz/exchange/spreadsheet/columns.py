"""The columns of our spreadsheet: their headings, what people call them instead, and the words in their cells."""

import re
from dataclasses import dataclass
from functools import lru_cache

from quiz.rules.text import fold

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
REQUIRED = ("stem", "key")
ENGLISH = " (tiếng Anh)"
HEADINGS = {
    "kind": "Dạng câu",
    "stem": "Câu hỏi",
    "option": "Phương án",
    "key": "Đáp án",
    "highest": "Đáp án đến",
    "explanation": "Giải thích",
    "level": "Mức độ",
    "band": "Phù hợp từ",
    "topic": "Chủ đề",
    "pillar": "Trụ cột",
    "shelf": "Kho",
    "source_title": "Nguồn",
    "source_url": "Địa chỉ nguồn",
    "match": "Vế ghép",
    "why": "Nhận xét",
    "valid_from": "Đúng từ ngày",
    "valid_to": "Đúng đến ngày",
    "asks_about": "Câu hỏi về ngày",
    "group": "Nhóm gợi đáp án",
    "facts": "Mã dữ kiện",
    "slug": "Mã câu",
}
LETTERED = ("option", "match", "why")
IN_BOTH = ("stem", "explanation", *LETTERED)
DAYS = ("valid_from", "valid_to", "asks_about")
# the first of each is what we write; codes and English are read as well
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "single": ("Một đáp án", "một lựa chọn", "1 đáp án", "chọn một", "single choice"),
        "multiple": ("Nhiều đáp án", "nhiều lựa chọn", "chọn nhiều", "multiple answers", "multiple response"),
        "matching": ("Ghép đôi", "ghép cặp", "nối", "nối cột", "match"),
        "ordering": ("Sắp thứ tự", "sắp xếp", "sắp xếp thứ tự", "thứ tự", "order"),
        "number": ("Điền số", "số", "numerical", "numeric"),
        "text": ("Điền từ", "trả lời ngắn", "điền khuyết", "short answer", "shortanswer"),
        # one or several: the key says which
        "choice": ("Trắc nghiệm", "multiple choice", "multichoice", "mcq"),
    },
    "level": {
        "recall": ("Nhận biết", "NB", "1", "mức 1", "mức độ 1", "M1", "biết", "remember", "remembering", "knowledge"),
        "understand": ("Thông hiểu", "TH", "2", "mức 2", "mức độ 2", "M2", "hiểu", "understanding"),
        "apply": ("Vận dụng", "VD", "3", "mức 3", "mức độ 3", "M3", "vận dụng thấp", "VDT", "application", "applying"),
        "analyse": ("Vận dụng cao", "VDC", "4", "mức 4", "mức độ 4", "M4", "phân tích", "analyze", "analysis"),
    },
    "band": {
        "primary": ("Tiểu học", "TH", "cấp 1"),
        "lower_secondary": ("THCS", "trung học cơ sở", "cấp 2", "lower secondary"),
        "upper_secondary": ("THPT", "trung học phổ thông", "cấp 3", "upper secondary"),
        "student": ("Sinh viên", "đại học", "cao đẳng", "university"),
        "teacher": ("Giáo viên", "GV"),
    },
    "pillar": {
        "cross": ("Liên trụ cột", "chung", "cross-cutting", "cross-pillar"),
        "apsc": ("Chính trị – An ninh", "political-security", "political security community"),
        "aec": ("Kinh tế", "economic", "economy", "economic community"),
        "ascc": ("Văn hóa – Xã hội", "văn hoá – xã hội", "socio-cultural", "socio-cultural community"),
    },
    "shelf": {
        "open": ("Công khai (luyện tập)", "công khai", "luyện tập", "practice", "public"),
        "kept": ("Dành cho cuộc thi", "cuộc thi", "bảo mật", "để thi", "contest", "secret"),
    },
}
_OTHERS = {
    "kind": ("loại câu", "loại câu hỏi", "dạng câu hỏi", "hình thức"),
    "stem": ("nội dung", "nội dung câu hỏi", "đề bài", "câu dẫn", "lời dẫn"),
    "key": ("đáp án đúng", "phương án đúng", "câu trả lời đúng", "trả lời đúng", "đáp án được chấp nhận"),
    "highest": ("đáp án lớn nhất", "đáp án cao nhất", "số lớn nhất"),
    "explanation": ("lời giải", "lời giải thích", "hướng dẫn giải", "giải thích đáp án"),
    "level": ("mức độ nhận thức", "mức", "độ khó", "cấp độ"),
    "band": ("cấp học", "đối tượng", "lứa tuổi", "cấp"),
    "topic": ("chủ đề", "chương", "bài"),
    "shelf": ("nơi dùng",),
    "source_title": ("tên nguồn", "nguồn tham khảo", "tài liệu"),
    "source_url": ("đường dẫn", "link", "địa chỉ", "link nguồn"),
    "valid_from": ("hiệu lực từ", "từ ngày"),
    "valid_to": ("hiệu lực đến", "đến ngày"),
    "asks_about": ("ngày được hỏi",),
    "group": ("nhóm", "nhóm câu"),
    "facts": ("dữ kiện",),
    "slug": ("mã", "mã câu hỏi"),
}
# headings in English name the English text where a Vietnamese column stands beside them
_IN_ENGLISH = {
    "kind": ("kind", "type", "question type"),
    "stem": ("question", "stem", "question text"),
    "key": ("key", "answer", "answers", "correct answer", "correct answers", "correct answer s", "correct"),
    "explanation": ("explanation", "general feedback"),
    "level": ("level", "difficulty"),
    "band": ("band", "grade"),
    "topic": ("topic", "category"),
    "pillar": ("pillar",),
    "shelf": ("shelf",),
    "source_title": ("source",),
    "source_url": ("source url", "url"),
    "valid_from": ("valid from",),
    "valid_to": ("valid to",),
    "asks_about": ("asks about",),
    "group": ("group",),
    "facts": ("facts",),
    "slug": ("id", "slug", "code"),
}
# columns that mean nothing here and are passed over without a word
IGNORED = frozenset({"stt", "tt", "so thu tu", "no", "#", "so tt", "thu tu", "cau", "cau so", ""})
_LETTER = r"(?:[a-z]|[1-9][0-9]?)"
_OPTION = "phuong an|lua chon|dap an|cau tra loi|tra loi|option|answer|choice"
_WHY = "nhan xet|phan hoi|vi sao|ly do|giai thich|feedback|remark|why"
_LETTERED = (
    ("option", re.compile(rf"(?:{_OPTION}) ?({_LETTER})|([a-z])")),
    ("match", re.compile(rf"(?:ve ghep|ghep voi|ve phai|cot phai|match|partner) ?({_LETTER})")),
    ("why", re.compile(rf"(?:{_WHY}) (?:phuong an )?({_LETTER})")),
)
_ADDED = re.compile(r" (?:khong bat buoc|bat buoc|neu co)$")
_LANGUAGE = re.compile(r" (tieng anh|english|en|tieng viet|vietnamese|vi)$")


@dataclass(frozen=True)
class Column:
    """What a column holds: `base` is a key of `HEADINGS`, `letter` counts options from 0, -1 for other columns."""

    base: str
    language: str = ""
    letter: int = -1

    @property
    def heading(self) -> str:
        letter = f" {LETTERS[self.letter]}" if self.letter >= 0 else ""
        return f"{HEADINGS[self.base]}{letter}{ENGLISH if self.language == 'en' else ''}"


def plain_heading(text: str) -> str:
    """A heading's words: no case, diacritics, stars or brackets."""
    plain = " ".join(re.sub(r"[^a-z0-9#]+", " ", fold(text)).split())
    return _ADDED.sub("", plain)


@lru_cache(maxsize=2_000)
def column_of(text: str) -> tuple[Column, bool] | None:
    """The column that a heading names, and whether it is an English word for it; None for an unknown one."""
    plain = plain_heading(text)
    language = "vi"
    if said := _LANGUAGE.search(f" {plain}"):
        language = "en" if said[1] in {"tieng anh", "english", "en"} else "vi"
        plain = f" {plain}"[: said.start()].strip()
    if plain in _BY_NAME:
        base, is_english = _BY_NAME[plain]
        return Column(base, language if base in IN_BOTH else ""), is_english and not said
    for base, pattern in _LETTERED:
        if found := pattern.fullmatch(plain):
            letter = _index(found[1] or found[2])
            if letter < len(LETTERS):
                return Column(base, language, letter), plain.startswith(("option", "answer", "choice"))
    return None


def _index(letter: str) -> int:
    return int(letter) - 1 if letter.isdigit() else ord(letter) - ord("a")


def _by_name() -> dict[str, tuple[str, bool]]:
    names = {plain_heading(heading): (base, False) for base, heading in HEADINGS.items() if base not in LETTERED}
    for base, others in _OTHERS.items():
        names |= {plain_heading(other): (base, False) for other in others}
    for base, others in _IN_ENGLISH.items():
        names |= {plain_heading(other): (base, True) for other in others}
    return names


_BY_NAME = _by_name()


def _plain_word(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())


_BY_WORD = {
    base: {_plain_word(word): code for code, others in codes.items() for word in (code, *others)}
    for base, codes in WORDS.items()
}


def code_of(base: str, text: str) -> str:
    """The code that a word of this column stands for, "" if nobody knows it."""
    return _BY_WORD[base].get(_plain_word(text), "")


def word_of(base: str, code: str) -> str:
    """What stands in the file for a code."""
    return WORDS[base][code][0] if code in WORDS[base] else code


def lettered(base: str, count: int, language: str) -> list[Column]:
    return [Column(base, language, letter) for letter in range(count)]


def layout(count: int) -> list[Column]:
    """Our columns in their order, for items of up to `count` options: what a teacher fills in first, English last."""
    singles = {base: Column(base, "vi" if base in IN_BOTH else "") for base in HEADINGS}
    first = [singles[base] for base in ("kind", "stem")]
    then = [
        singles[base]
        for base in ("key", "highest", "explanation", "level", "band", "topic", "pillar", "shelf")
    ]  # fmt: skip
    source = [singles["source_title"], singles["source_url"]]
    marks = [singles[base] for base in (*DAYS, "group", "facts", "slug")]
    english = [Column("stem", "en"), *lettered("option", count, "en"), Column("explanation", "en")]
    english += [*lettered("match", count, "en"), *lettered("why", count, "en")]
    partners = [*lettered("match", count, "vi"), *lettered("why", count, "vi")]
    return [*first, *lettered("option", count, "vi"), *then, *source, *partners, *marks, *english]
