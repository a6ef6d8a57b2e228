"""What kind of file shows that a school took part, told by its bytes, never by its name."""

LARGEST = 5_000_000
PDF = "application/pdf"
ENDINGS = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
_SIGNATURES = {b"%PDF-": PDF, b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_END_OF_PDF = b"%%EOF"
_NEAR_THE_END = 1024  # where readers look for it: some writers put empty lines or a signature behind it


def media_of(data: bytes) -> str:
    """The media type; "" for everything that is not taken. A PDF that was cut off has no end and is none."""
    media = next((media for signature, media in _SIGNATURES.items() if data.startswith(signature)), "")
    return "" if media == PDF and _END_OF_PDF not in data[-_NEAR_THE_END:] else media
