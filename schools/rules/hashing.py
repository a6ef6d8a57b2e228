"""How secrets are kept: long random ones by one SHA-256, a six-digit PIN by a slow hash tuned for a crowd.

scrypt with 8 MiB takes about 12 ms: ten thousand logins cost about two minutes of processor time.
"""

import hashlib
import hmac
import os

_N, _R, _P = 8192, 8, 1
_FORM = "scrypt"


def stored_secret(secret: str) -> str:
    """What is kept of a secret of at least 60 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def stored_pin(pin: str) -> str:
    """What is kept of a PIN: salted, slow."""
    salt = os.urandom(16)
    return f"{_FORM}${salt.hex()}${_slow(pin, salt)}"


def pin_matches(pin: str, stored: str) -> bool:
    """Whether this PIN was stored; takes as long when the stored text is unusable."""
    form, _, rest = stored.partition("$")
    salt, _, wanted = rest.partition("$")
    found = _slow(pin, bytes.fromhex(salt) if form == _FORM else b"-")
    return form == _FORM and hmac.compare_digest(found, wanted)


def spend_a_pin_check() -> None:
    """The same work as a check, for a card that does not exist."""
    _slow("000000", b"nobody")


def _slow(pin: str, salt: bytes) -> str:
    return hashlib.scrypt(pin.encode("utf-8", "replace"), salt=salt, n=_N, r=_R, p=_P, dklen=32).hex()
