"""Text that a spreadsheet program takes for text, whatever a person has typed into it."""

import re

_DANGER = "=+\\-@＝＋－＠"
# a formula at the beginning, or behind a quote or a separator at which another program may part the line
_BEGINS = re.compile(rf"(^|[,;|\"'“”])([\s\"'“”]*)(?=[{_DANGER}])")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def inert(text: str) -> str:
    """One line without control characters; an apostrophe stands before whatever could begin a formula."""
    plain = _CONTROLS.sub(" ", text).strip()
    return _BEGINS.sub(lambda found: f"{found[1]}{found[2]}'", plain)


def file_name(text: str, ending: str, *, most: int = 80) -> str:
    """A name for a download that no header and no file system can be led astray by."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:most].strip("-")
    return f"{plain or 'ket-qua'}.{ending}"
