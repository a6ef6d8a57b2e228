"""A picture from a person's device: what comes out holds pixels and nothing else, what is no picture is refused."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from quiz.exchange.media import ENDINGS, file_name, media_of
from quiz.exchange.reading import FileRefused
from quiz.exchange.reencode import LONGEST_SIDE, MAX_BYTES, reencoded

RED, BLUE = (220, 20, 20), (20, 20, 220)
ORIENTATION, CAMERA, GPS = 0x0112, 0x0110, 0x8825


def halves(mode: str = "RGB", size: tuple[int, int] = (80, 40)) -> Image.Image:
    """The left half red, the right half blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def near(pixel: object, colour: tuple[int, ...]) -> bool:
    return isinstance(pixel, tuple) and all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=False))


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        reencoded(data)
    return caught.value.problem.code


def png(width: int, height: int) -> bytes:
    """A PNG of one colour, a few kilobytes however many pixels it unpacks to."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 10_000)), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_form_comes_out_as_webp_of_the_same_size(form: str) -> None:
    made = reencoded(saved(halves(), form))
    assert media_of(made) == "image/webp"
    assert opened(made).size == (80, 40)
    assert near(opened(made).convert("RGB").getpixel((10, 20)), RED)


def test_place_and_camera_go_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was turned: shown upright, the left side is on top
    exif[CAMERA] = "Secret Phone"
    exif[GPS] = {1: "N", 2: (9.0, 10.0, 36.0), 3: "E", 4: (105.0, 9.0, 0.0)}
    data = saved(halves(), "JPEG", exif=exif, comment=b"home address", icc_profile=b"profile of the phone")
    assert b"Secret Phone" in data
    made = reencoded(data)
    picture = opened(made)
    assert picture.size == (40, 80)
    assert near(picture.convert("RGB").getpixel((20, 10)), RED)
    assert near(picture.convert("RGB").getpixel((20, 70)), BLUE)
    assert not picture.getexif()
    assert {"exif", "icc_profile", "xmp", "comment"}.isdisjoint(picture.info)
    for word in (b"Secret", b"address", b"profile", b"EXIF", b"ICCP", b"XMP "):
        assert word not in made


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    assert opened(reencoded(saved(halves(size=(2600, 1300)), "JPEG"))).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_was_transparent_stays_so(mode: str) -> None:
    picture = halves("RGBA")
    picture.putalpha(Image.new("L", picture.size, 0))
    picture.paste((*RED, 255), (0, 0, 40, 40))
    options = {"transparency": 1} if mode == "P" else {}
    if mode == "P":
        picture = Image.new("P", (80, 40), 0)
        picture.putpalette([*RED, *BLUE])
        picture.paste(1, (40, 0, 80, 40))
    made = opened(reencoded(saved(picture.convert(mode), "PNG", **options)))
    assert made.mode == "RGBA"
    assert made.getpixel((10, 20))[3] == 255  # type: ignore[index]  # four bands
    assert made.getpixel((70, 20))[3] == 0  # type: ignore[index]  # four bands


def test_a_colour_of_a_png_that_means_nothing_stays_transparent() -> None:
    made = opened(reencoded(saved(halves(), "PNG", transparency=BLUE)))
    assert (made.mode, made.getpixel((70, 20))[3]) == ("RGBA", 0)  # type: ignore[index]  # four bands


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK", "RGB"])
def test_unusual_pixels_become_usual_ones(mode: str) -> None:
    picture = Image.new("I;16", (8, 8), 65535) if mode == "I;16" else halves(mode, (8, 8))
    made = opened(reencoded(saved(picture, "JPEG" if mode == "CMYK" else "PNG")))
    assert (made.mode, made.size) == ("RGB", (8, 8))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_stays(form: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE, RED)]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=50)
    assert getattr(Image.open(io.BytesIO(data)), "n_frames", 1) > 1
    made = opened(reencoded(data))
    assert getattr(made, "n_frames", 1) == 1
    assert near(made.convert("RGB").getpixel((10, 10)), RED)


def test_a_script_behind_a_picture_goes() -> None:
    script = b"/*</title><script>alert(1)</script>*/=1;alert(1)"
    for data in (
        saved(halves(), "GIF") + script,
        saved(halves(), "GIF", comment=script),
        saved(halves(), "PNG") + script,
    ):
        assert b"alert" in data
        assert b"alert" not in reencoded(data)


def test_a_script_that_only_begins_like_a_gif_is_refused() -> None:
    assert refusal(b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)//").startswith("picture_")


@pytest.mark.parametrize(("width", "height"), [(5_001, 5_000), (10_000, 5_000), (30_000, 30_000)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_too_many_pixels_are_refused_before_they_are_unpacked(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = png(width, height)
    assert len(data) < 50_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("unpacked"))
    assert refusal(data) == "picture_too_large"


def test_as_many_pixels_as_allowed_are_taken() -> None:
    assert opened(reencoded(png(5_000, 5_000))).size == (LONGEST_SIDE, LONGEST_SIDE)


def test_a_long_thin_picture_keeps_a_pixel_of_its_breadth() -> None:
    assert opened(reencoded(png(65_000, 1))).size == (LONGEST_SIDE, 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (bytes(MAX_BYTES + 1), "picture_too_large"),
        (b"x" * 100, "picture_unknown_form"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture_unknown_form"),
        (b"%PDF-1.7", "picture_unknown_form"),
        (saved(halves(), "BMP"), "picture_unknown_form"),
        (saved(halves(), "TIFF"), "picture_unknown_form"),
        (saved(halves(), "JPEG")[:100], "picture_broken"),
        (saved(halves(), "JPEG")[:-200], "picture_broken"),
        (saved(halves(), "PNG")[:60], "picture_broken"),
        (saved(halves(), "WEBP")[:60], "picture_broken"),
    ],
    ids=range(11),
)
def test_what_is_no_whole_picture_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


WHOLE = [
    saved(halves(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"),
    saved(halves("RGBA"), "PNG", exif=Image.Exif().tobytes()),
    saved(halves(), "GIF"),
    saved(halves(), "WEBP"),
]


@settings(max_examples=400, deadline=None)
@given(
    data=st.sampled_from(WHOLE),
    hits=st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=6)), max_size=4),
)
def test_no_damage_does_more_than_be_refused(data: bytes, hits: list[tuple[int, bytes]]) -> None:
    spoilt = bytearray(data)
    for at, piece in hits:
        spoilt[at : at + len(piece)] = piece
    with contextlib.suppress(FileRefused):
        assert media_of(reencoded(bytes(spoilt))) == "image/webp"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_the_kind_of_a_picture_is_told_by_its_bytes(form: str) -> None:
    media = media_of(saved(halves(), form))
    assert media == f"image/{form.lower()}"
    assert file_name("0123456789abcdef" * 4, media) == "0123456789abcdef" + ENDINGS[media]


@pytest.mark.parametrize(
    "data", [b"", b"GIF88a", b"RIFF\0\0\0\0WAVE", b"%PDF", b"<html></html>", bytes(1000) + b"<svg"]
)
def test_other_bytes_are_no_picture(data: bytes) -> None:
    assert media_of(data) == ""
    assert file_name("a" * 64, "") == "a" * 16


def test_a_drawing_is_told_by_its_element_wherever_its_prologue_ends() -> None:
    assert media_of(b'<?xml version="1.0"?><!-- x -->\n<svg/>') == "image/svg+xml"
