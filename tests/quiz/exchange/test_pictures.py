"""Pictures of a stranger: kept if they are pictures, refused with a reason if not."""

import base64
import struct

import pytest

from quiz.exchange.pictures import MAX_PICTURE, PictureRefused, harmless_svg, in_data_url, picture_of, unpacked
from tests.quiz.exchange.drafts import PNG, SVG

JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
WEBP = b"RIFF" + struct.pack("<I", 20) + b"WEBPVP8 " + bytes(12)


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("map.png", PNG, "map.png"),
        ("MAP.PNG", PNG, "MAP.PNG"),
        ("a.jpeg", JPEG, "a.jpeg"),
        ("a.webp", WEBP, "a.webp"),
        ("flag.svg", SVG, "flag.svg"),
    ],
)
def test_a_picture_keeps_a_plain_name(name: str, data: bytes, kept: str) -> None:
    picture = picture_of(name, data, "Bản đồ", "Map")
    assert (picture.name, picture.alt_vi, picture.alt_en, picture.data) == (kept, "Bản đồ", "Map", data)


@pytest.mark.parametrize(
    "name",
    ["", "../../x.png", "a/b.png", "bản đồ.png", ".png", "x.php", "a.png\0.php", "a" * 120 + ".png", "C:\\x.png"],
)
def test_any_other_name_is_made_of_the_bytes(name: str) -> None:
    picture = picture_of(name, PNG, "", "")
    assert picture.name == picture.digest[:16] + ".png"


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "not_a_picture"), (b"%PDF-1.7", "not_a_picture"), (PNG + bytes(MAX_PICTURE), "too_large")],
)
def test_what_is_no_picture_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        picture_of("a.png", data, "", "")
    assert refused.value.reason == reason


def svg(inside: str = "", attributes: str = "", before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


HARMLESS = [
    SVG,
    svg('<defs><linearGradient id="g"/></defs><path fill="url(#g)" d="M0 0"/><use href="#g"/>'),
    svg('<style>path{fill:url("#g")} .a{color:#123}</style><title>Bản đồ @ASEAN</title>'),
    svg('<text aria-label="a@b.c">ASEAN 2025</text>', before='<?xml version="1.0" encoding="UTF-8"?>'),
    svg('<use xlink:href="#g"/>', 'xmlns:xlink="http://www.w3.org/1999/xlink"'),
]
HARMFUL = [
    svg("<script>alert(1)</script>"),
    svg("<a:script xmlns:a='http://www.w3.org/2000/svg'>alert(1)</a:script>"),
    svg(attributes='onload="alert(1)"'),
    svg('<path ONCLICK="alert(1)"/>'),
    svg("<foreignObject><p>x</p></foreignObject>"),
    svg('<image href="https://evil.example/x.png"/>'),
    svg('<image href="data:image/svg+xml;base64,AAAA"/>'),
    svg('<a href="javascript:alert(1)"><path/></a>'),
    svg('<use xlink:href="https://evil.example/#a"/>', 'xmlns:xlink="http://www.w3.org/1999/xlink"'),
    svg('<a><set attributeName="href" to="https://evil.example/"/></a>'),
    svg('<a><animate attributeName="xlink:href" values="x"/></a>'),
    svg("<style>@import 'https://evil.example/x.css';</style>"),
    svg("<style>p{fill:url(https://evil.example/x)}</style>"),
    svg("<style>p{fill:u\\72l(https://evil.example/x)}</style>"),
    svg("<style>p{}<g/>@import 'x';</style>"),
    svg('<path style="fill:url(//evil.example/x)"/>'),
    svg("<path fill=\"url( 'https://evil.example/x')\"/>"),
    svg('<path fill="u\\72l(https://evil.example/x)"/>'),
    svg('<path href="#a"/>', 'xml:base="https://evil.example/"'),
    svg(before='<!DOCTYPE svg [<!ENTITY a "b">]>'),
    svg(before='<!DOCTYPE svg SYSTEM "file:///etc/passwd">'),
    svg(before='<?xml-stylesheet href="https://evil.example/x.css"?>'),
    svg(before='<?xml version="1.0" encoding="utf-7"?>'),
    svg("<g>" * 200 + "</g>" * 200),
    svg("<path"),
    "﻿<svg xmlns='http://www.w3.org/2000/svg'/>".encode("utf-16"),
    b"<svg>\xff</svg>",
]


@pytest.mark.parametrize("data", HARMLESS)
def test_a_drawing_that_only_draws_is_harmless(data: bytes) -> None:
    assert harmless_svg(data)


@pytest.mark.parametrize("data", HARMFUL)
def test_a_drawing_that_acts_or_leads_out_is_not(data: bytes) -> None:
    assert not harmless_svg(data)


def test_an_unsafe_drawing_is_refused() -> None:
    with pytest.raises(PictureRefused, match="unsafe"):
        picture_of("a.svg", svg("<script/>"), "", "")


def test_base64_may_be_broken_into_lines_and_nothing_else() -> None:
    packed = base64.b64encode(PNG).decode()
    assert unpacked(f"\n {packed[:10]}\r\n{packed[10:]} ") == PNG
    for broken in (packed[:-3], packed + "!", "ệ", "===="):
        with pytest.raises(PictureRefused, match="broken"):
            unpacked(broken)
    with pytest.raises(PictureRefused, match="too_large"):
        unpacked("A" * (MAX_PICTURE * 4 // 3 + 8))


def test_only_data_addresses_of_pictures_hold_bytes() -> None:
    assert in_data_url("data:image/png;base64," + base64.b64encode(PNG).decode()) == PNG
    assert in_data_url("data:text/html;base64,AAAA") is None
    assert in_data_url("https://example.org/a.png") is None
