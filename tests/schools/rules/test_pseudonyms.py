import re

from schools.rules.pseudonyms import pseudonym


def test_stable_within_a_contest_and_nowhere_else():
    code = pseudonym("key", "K7F3Q2", 12)
    assert re.fullmatch(r"HS-[2-9A-HJ-NP-Z]{8}", code)
    assert pseudonym("key", "K7F3Q2", 12) == code
    assert (
        len({code, pseudonym("key", "OTHER1", 12), pseudonym("other", "K7F3Q2", 12), pseudonym("key", "K7F3Q2", 13)})
        == 4
    )
    assert len({pseudonym("key", "K7F3Q2", person) for person in range(20_000)}) == 20_000
