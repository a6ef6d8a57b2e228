"""A picture from a stranger's file: what it must be to be kept. It is encoded anew elsewhere before anybody sees it."""

import base64
import binascii
import io
import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from quiz.exchange.media import ENDINGS, file_name, media_of
from quiz.rules.draft import PictureDraft

MAX_PICTURE = 2_000_000
LONGEST_NAME = 120
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DATA = re.compile(r"data:image/[a-z+.-]{1,20};base64,", re.IGNORECASE)
_FORBIDDEN = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "audio", "video"}
)
# a style may name parts of the picture itself; a backslash could hide any other word
_OUTSIDE = re.compile(r"\\|url\(\s*[\"']?(?!\s*[\"']?#)", re.IGNORECASE)
_MAX_DEPTH = 100


class PictureRefused(ValueError):
    """`reason` is one word: broken, too_large, not_a_picture, unsafe."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def picture_of(name: str, data: bytes, alt_vi: str, alt_en: str, credit: str = "") -> PictureDraft:
    """The picture, under its name if that is a plain file name, else under one made of its bytes.

    Raises `PictureRefused` for what is no PNG, JPEG, GIF, WebP or harmless SVG of at most 2 MB.
    """
    if len(data) > MAX_PICTURE:
        raise PictureRefused("too_large")
    media = media_of(data)
    if not media:
        raise PictureRefused("not_a_picture")
    picture = PictureDraft(name, data, alt_vi, alt_en, credit)
    if media == "image/svg+xml" and not harmless_svg(data):
        raise PictureRefused("unsafe")
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name) or not name.lower().endswith(_endings(media)):
        return PictureDraft(file_name(picture.digest, media), data, alt_vi, alt_en, credit)
    return picture


def _endings(media: str) -> tuple[str, ...]:
    return (".jpg", ".jpeg") if media == "image/jpeg" else (ENDINGS[media],)


def unpacked(base64_text: str) -> bytes:
    """Bytes of base64 with or without line breaks. Raises `PictureRefused`: broken, too_large."""
    packed = "".join(base64_text.split())
    if len(packed) > MAX_PICTURE * 4 // 3 + 4:
        raise PictureRefused("too_large")
    try:
        return base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        raise PictureRefused("broken") from None


def in_data_url(address: str) -> bytes | None:
    """The bytes that a `data:` address of a picture holds, None for any other address."""
    head = _DATA.match(address)
    return unpacked(address[head.end() :]) if head else None


def harmless_svg(data: bytes) -> bool:
    """Whether it draws and does nothing else: no script, no handler, nothing from outside, no DTD."""
    lower = data.lower()
    if any(word in lower for word in (b"<!doctype", b"<!entity", b"<?xml-stylesheet", b"javascript:")):
        return False
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([^\"']*)", lower)
    if declared and declared[1] != b"utf-8":
        return False
    try:
        data.decode("utf-8")
        return _only_draws(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return False


def _only_draws(data: bytes) -> bool:
    depth = 0
    for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH or not _draws(element) or not all(map(_is_inside, *_attributes(element))):
            return False
    return True


def _draws(element: Element) -> bool:
    name = _local(element.tag)
    if name == "style":
        text = "".join(element.itertext())
        return "@" not in text and not _OUTSIDE.search(text)
    return name not in _FORBIDDEN


def _attributes(element: Element) -> tuple[list[str], list[str]]:
    return [_local(key) for key in element.attrib], list(element.attrib.values())


def _is_inside(name: str, value: str) -> bool:
    """Whether the attribute neither acts nor leads out of the picture."""
    if name.startswith("on") or name == "base":
        return False
    if name in {"href", "src"}:
        return value.strip().startswith("#")
    if name == "attributename":
        return not value.rpartition(":")[2].strip().lower().startswith(("on", "href"))
    return not _OUTSIDE.search(value)


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].lower().strip()
