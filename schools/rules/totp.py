"""Codes of an app that shows a new one every 30 seconds (RFC 6238 over RFC 4226: SHA-1, six digits)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
#: Clocks of phones: the step before and the one after count as well.
WINDOW = 1
SECRET_BYTES = 20


def new_secret() -> str:
    """160 random bits as apps read them: 32 letters and digits of base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_at(at: datetime) -> int:
    """How many times 30 seconds have passed since 1970."""
    return int(at.timestamp()) // SECONDS


def code_of(secret: str, step: int, digits: int = DIGITS) -> str:
    """The code of one step, with leading noughts."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(secret: str, typed: str, at: datetime, after: int) -> int | None:
    """The step whose code was typed, among those around now and later than `after`; None for a wrong or used code.

    Every step is compared, each in constant time: how long it takes tells nothing.
    """
    now, found = step_at(at), None
    for step in range(now - WINDOW, now + WINDOW + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), typed.encode("utf-8", "replace")) and step > after:
            found = step
    return found


def address(secret: str, *, issuer: str, account: str) -> str:
    """What the QR holds: the `otpauth:` address that apps understand."""
    asked = urlencode({"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": SECONDS},
                      quote_via=quote)  # fmt: skip
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{asked}"


def grouped(secret: str) -> str:
    """The secret to be typed: `ABCD EFGH …`."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
