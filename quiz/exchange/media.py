"""What kind of picture these bytes are, told by the bytes, never by a name."""

SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}


def media_of(data: bytes) -> str:
    """The media type, "" for bytes that are no picture we know."""
    for signature, media in SIGNATURES.items():
        if data.startswith(signature):
            return media
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if b"<svg" in data[:1000]:
        return "image/svg+xml"
    return ""


def file_name(digest: str, media: str) -> str:
    """A name for a picture that says nothing about what it shows."""
    return digest[:16] + ENDINGS.get(media, "")
