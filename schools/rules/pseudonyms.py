"""Codes in the place of names: one person has the same code in all lists of one contest, and another elsewhere."""

import hmac

from schools.rules.codes import ALPHABET

#: 40 bits: among 50,000 people two share a code about once in a thousand contests.
LENGTH = 8
PUPIL, STAFF = "HS", "GV"


def pseudonym(key: str, scope: str, person: int, prefix: str = PUPIL) -> str:
    """`HS-7F3K2A9Q`. Without the key (the installation's own) nobody finds the person from it."""
    digest = hmac.digest(key.encode(), f"pseudonym:{scope}:{person}".encode(), "sha256")
    signs = (ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])
    return f"{prefix}-{''.join(signs)}"
