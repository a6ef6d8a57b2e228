"""The vectors of RFC 4226 (appendix D) and RFC 6238 (appendix B, SHA-1); both use the secret "12345678901234567890"."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from schools.rules import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
COUNTED = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
TIMED = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
AT = datetime(2026, 11, 27, 7, 30, 10, tzinfo=UTC)


def test_the_codes_of_rfc_4226():
    assert [totp.code_of(SECRET, step) for step in range(10)] == COUNTED


@pytest.mark.parametrize(("seconds", "code"), TIMED.items())
def test_the_codes_of_rfc_6238(seconds, code):
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code_of(SECRET, step, digits=8) == code


def test_one_step_early_and_late_and_never_twice():
    step = totp.step_at(AT)
    code = totp.code_of(SECRET, step)
    for seconds in (-30, 0, 30):
        assert totp.matching_step(SECRET, code, AT + timedelta(seconds=seconds), after=-1) == step
    for seconds in (-60, 60):
        assert totp.matching_step(SECRET, code, AT + timedelta(seconds=seconds), after=-1) is None
    assert totp.matching_step(SECRET, code, AT, after=step) is None
    for typed in ("", "12345", code + "0", "không", "\ud800"):
        assert totp.matching_step(SECRET, typed, AT, after=-1) is None


def test_secrets_have_160_bits_and_the_address_names_the_account():
    secret = totp.new_secret()
    assert len(base64.b32decode(secret)) == 20
    address = totp.address(secret, issuer="Tìm hiểu ASEAN", account="can.bo")
    assert address.startswith("otpauth://totp/T%C3%ACm%20hi%E1%BB%83u%20ASEAN:can.bo?secret=" + secret)
    assert "digits=6&period=30" in address
