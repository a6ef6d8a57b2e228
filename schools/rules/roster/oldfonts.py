"""Names typed for the fonts of before Unicode: TCVN3 (ABC: .VnTime) and VNI. Read and shown, never changed silently.

Both put Vietnamese letters in the places of Western ones, so "NguyÔn" is TCVN3 for "Nguyễn" and "Nguyeãn" is VNI. Which
of the three readings a cell means is told by its syllables; where two are possible, by its neighbours.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schools.rules import names
from schools.rules.roster.syllables import is_syllable

UNICODE, TCVN3, VNI = "unicode", "tcvn3", "vni"
# TCVN3 has no capitals with tones: a font of capitals (.VnTimeH) shows the small ones large.
TCVN3_SIGNS = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        strict=True,
    )
)
_VNI_SMALL = {
    # a letter of its own, or a plain letter and a sign after it
    "ơ": "ô", "ư": "ö", "đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î",
    **{f"{letter}{tone}": f"{plain}{sign}" for plain, letter in zip("aeouyôö", "aeouyơư", strict=True)
       for tone, sign in zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True) if letter + tone != "y\u0323"},
    **{f"{letter}\u0302{tone}": f"{letter}{sign}" for letter in "aeo"
       for tone, sign in zip(["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"], "âáàåãä", strict=True)},
    **{f"a\u0306{tone}": f"a{sign}"
       for tone, sign in zip(["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"], "êéèúüë", strict=True)},
}  # fmt: skip
VNI_SIGNS = {unicodedata.normalize("NFC", letter): signs for letter, signs in _VNI_SMALL.items()}
VNI_SIGNS |= {letter.upper(): signs.upper() for letter, signs in VNI_SIGNS.items()}
_FROM_TCVN3 = {ord(sign): letter for letter, sign in TCVN3_SIGNS.items()}
_FROM_VNI = {signs: letter for letter, signs in VNI_SIGNS.items()}
_NO_CAPITAL = frozenset(TCVN3_SIGNS) - frozenset("ĂÂÊÔƠƯĐăâêôơưđ")
# Never in a Vietnamese name in Unicode: TCVN3's signs, and pairs that only VNI has.
_FOREIGN = re.compile(
    r"[¸µ¶·¹®¨©ª«¬§¤¦¥¡¢£×÷þÞæÆ]|[öÖ][ôÔ]|[aAeE][áàãâäåÁÀÃÂÄÅ]|[aA][êéèëúüÊÉÈËÚÜ]|[oO][âäåÂÄÅ]"
    r"|(?:[aeouyAEOUY]|(?<![gG])[iI])[øùûõïØÙÛÕÏ]"
)
_LOST_HORN = re.compile("[ơờởỡớợ](?=c|ng|u)", re.IGNORECASE)
_ODD_SPACES = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True)
class Reading:
    """A text as it may be meant: in which font, and how many of its words with signs are syllables then."""

    font: str
    text: str
    right: int


@dataclass(frozen=True)
class Judged:
    """`readings` are the possible ones, best first; `sure` when only one makes sense; `broken` when none does.

    `raw` is the text with every sign it has, but for spaces.
    """

    raw: str
    readings: tuple[Reading, ...]
    sure: bool
    broken: bool = False

    @property
    def best(self) -> Reading:
        return self.readings[0]


def from_tcvn3(text: str) -> str | None:
    """The text as its TCVN3 font shows it, or None when a sign is none of TCVN3's."""
    if any(ord(sign) > 127 and ord(sign) not in _FROM_TCVN3 for sign in text):
        return None
    shown = text.translate(_FROM_TCVN3).split(" ")
    large = all(_is_large(word) is not False for word in shown) and any(_is_large(word) for word in shown)
    words = [
        _mended(typed, word.upper() if large or _is_large(word) else word)
        for typed, word in zip(text.split(" "), shown, strict=True)
    ]
    named = any(word[:1].isupper() for word in words)
    return " ".join(word[:1].upper() + word[1:] if named and word[:1] in _NO_CAPITAL else word for word in words)


def from_vni(text: str) -> str | None:
    """The text as its VNI font shows it, or None when a sign stands where VNI has none."""
    letters, place = "", 0
    while place < len(text):
        pair = _FROM_VNI.get(text[place : place + 2]) if place + 1 < len(text) else None
        letter = pair or _FROM_VNI.get(text[place]) or (text[place] if text[place] < "\x80" else None)
        if letter is None:
            return None
        letters += letter
        place += 2 if pair else 1
    return letters


def judge(text: str) -> Judged:
    """What a cell's text may mean. Where Unicode makes as much sense as an old font, Unicode stands first."""
    plain = names.clean(text)
    raw = _ODD_SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if raw.isascii():
        return Judged(raw, (Reading(UNICODE, plain, 0),), sure=False)
    if any(ord(sign) > 0xFF for sign in raw) or is_mojibake(raw):
        broken = bool(_FOREIGN.search(raw)) or is_mojibake(raw)
        return Judged(raw, (Reading(UNICODE, plain, 0),), sure=True, broken=broken)
    foreign = bool(_FOREIGN.search(raw))
    found = [Reading(UNICODE, plain, right(plain) - foreign)]
    for font, shown in ((TCVN3, from_tcvn3(raw)), (VNI, from_vni(raw))):
        if shown is not None and shown != plain:
            found.append(Reading(font, shown, right(shown)))
    most = max(one.right for one in found)
    best = tuple(one for one in found if one.right == most)
    return Judged(raw, best, sure=len(best) == 1, broken=foreign and best[0].font == UNICODE)


def is_mojibake(text: str) -> bool:
    """UTF-8 that some program took for Western letters: "Nguyá»…n"."""
    try:
        return text.encode("cp1252").decode() != text
    except UnicodeError:
        return False


def prevailing(judged: Iterable[Judged]) -> str:
    """The old font that every sure cell has; "" when some are in Unicode, or there is none."""
    fonts = {one.best.font for one in judged if one.sure}
    return fonts.pop() if len(fonts) == 1 and UNICODE not in fonts else ""


def readings(text: str) -> Sequence[str]:
    """Every text that these signs may stand for, as written first: for headings, whose words are known."""
    if text.isascii():
        return [text]
    raw = _ODD_SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return [text, *(shown for shown in (from_tcvn3(raw), from_vni(raw)) if shown is not None)]


def likely(text: str) -> str:
    """The one reading for a cell of few possible words (sex, status)."""
    return judge(text).best.text


def right(text: str) -> int:
    """The words with signs that are syllables, less those that are none."""
    words = [word for word in text.split() if not word.isascii()]
    return sum(1 if is_syllable(word.strip(".,;()-'’")) else -1 for word in words)


def doubtful(text: str) -> bool:
    """Whether a converted text still has a word that Vietnamese could not have."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    return not all(is_syllable(word) for word in words)


def _is_large(word: str) -> bool | None:
    """Whether a word is typed in capitals; None where too few letters tell, for toned ones are small either way."""
    telling = [sign for sign in word if sign.isalpha() and sign not in _NO_CAPITAL]
    if any(sign.islower() for sign in telling):
        return False
    return True if len(telling) > 1 else None


def _mended(typed: str, shown: str) -> str:
    """TCVN3's ư is a soft hyphen, which some programs drop: "ơng", which is no syllable's end, was "ương"."""
    if "\xad" in typed or is_syllable(shown):
        return shown
    mended = _LOST_HORN.sub(lambda found: ("ư" if found[0].islower() else "Ư") + found[0], shown)
    return mended if is_syllable(mended) else shown
