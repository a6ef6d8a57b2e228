"""Codes people type from paper, and the random texts printed on it."""

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I
CARD_CODE_LENGTH = 8
PIN_LENGTH = 6
STAFF_CODE_LENGTH = 12


def card_code() -> str:
    """A new public code of a card."""
    return _random(CARD_CODE_LENGTH)


def pin() -> str:
    """A new PIN of six digits."""
    return f"{secrets.randbelow(10**PIN_LENGTH):06d}"


def card_secret() -> str:
    """128 random bits for the QR, 22 letters that a URL fragment can hold."""
    return secrets.token_urlsafe(16)


def staff_code() -> str:
    """A new one-time code (60 random bits)."""
    return _random(STAFF_CODE_LENGTH)


def grouped(code: str, size: int = 4) -> str:
    """The code as it is printed: `ABCD-EFGH`."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def typed_code(text: str) -> str:
    """A typed code as it is stored: capitals, no spaces or dashes, whatever digits the keyboard gave."""
    return "".join(sign for sign in _plain(text).upper() if sign.isalnum())[:40]


def typed_pin(text: str) -> str:
    """A typed PIN as digits; letters that look like digits count as those."""
    return typed_code(text).translate(str.maketrans("OIL", "011"))


def _plain(text: str) -> str:
    kept = unicodedata.normalize("NFKC", text[:200])
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in kept)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
