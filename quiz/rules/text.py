"""Vietnamese text for searching."""

import unicodedata

_PLAIN = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Lower case without diacritics, spaces single: "Hiến  chương Đông" → "hien chuong dong"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.casefold().split())
