import pytest

from schools.rules import codes


@pytest.mark.parametrize("typed", ["ab2c d3e4", "AB2C-D3E4", " ab2cd3e4\u00a0", "ＡＢ２ＣＤ３Ｅ４", "ab٢cd٣e٤"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert codes.typed_code(typed) == "AB2CD3E4"


@pytest.mark.parametrize("typed", ["100 219", "IOO-2l9", "١٠٠٢١٩", "1 0 0 2 1 9"])
def test_a_pin_is_read_however_it_is_typed(typed):
    assert codes.typed_pin(typed) == "100219"


def test_codes_have_no_letters_that_look_like_digits():
    drawn = "".join(codes.card_code() for _ in range(200))
    assert not set(drawn) & set("0O1I")
    assert len(codes.card_code()) == 8
    assert len(codes.pin()) == 6
    assert codes.grouped("ABCDEFGH") == "ABCD-EFGH"


def test_a_card_secret_has_128_bits():
    assert len({codes.card_secret() for _ in range(100)}) == 100
    assert len(codes.card_secret()) == 22
