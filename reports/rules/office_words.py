"""What the office writes beside the figures: plain text with `{name}` where a figure goes."""

import re
import unicodedata
from collections.abc import Collection, Mapping

LONGEST = 5_000
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def tidy(text: str) -> str:
    """NFC, one kind of line end, no spaces at the ends of lines, nothing that does not print."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    plain = ("".join(sign for sign in line if unicodedata.category(sign)[0] != "C").rstrip() for line in lines)
    return "\n".join(plain).strip()


def unknown(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Names between braces that stand for no figure, each once, as they were typed."""
    return tuple(dict.fromkeys(name for name in _PLACEHOLDER.findall(text) if name.strip() not in known))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every known figure put in."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def typed_figures(text: str) -> bool:
    """Whether numbers were typed by hand, which no correction will follow."""
    return re.search(r"\d", _PLACEHOLDER.sub("", text)) is not None
