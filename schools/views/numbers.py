"""Numbers as they come in addresses and forms."""


def number(text: str | None) -> int | None:
    """A row's id, or None for whatever is no plain number."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def numbers(texts: list[str]) -> set[int]:
    """Those of these texts that are ids."""
    return {found for text in texts if (found := number(text)) is not None}
