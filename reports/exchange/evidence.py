"""A picture that shows a school took part: whether it can be opened. It is kept as it came, never drawn anew."""

import io

from PIL import Image

MAX_PIXELS = 50_000_000  # a page of A4 scanned at 600 dots an inch has 35 million
_READERS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def opens(data: bytes, media: str) -> bool:
    """Whether a picture of this media type is whole. Neither form is unpacked at full size, so a small file that
    unpacks to a huge one costs nothing."""
    try:
        with Image.open(io.BytesIO(data), formats=(_READERS[media],)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return False
            if media == "image/png":
                picture.verify()  # every chunk and its checksum, up to the end mark
            else:
                picture.draft("RGB", (1, 1))  # an eighth of each side: all is read, little is kept
                picture.load()
    except Image.DecompressionBombError:  # Pillow's own limit, before ours can be asked
        return False
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):  # Pillow's words for a damaged file
        return False
    return True
