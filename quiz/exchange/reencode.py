"""A picture from a person's device, made anew: what is stored holds pixels and nothing else."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from quiz.exchange.reading import FileRefused

MAX_BYTES = 5_000_000
MAX_PIXELS = 25_000_000  # a phone's camera; 50 megapixels and more are refused before they are unpacked
LONGEST_SIDE = 1280
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def reencoded(data: bytes) -> bytes:
    """The picture as WebP of at most 1280 pixels a side, turned upright, without metadata, colour profiles or frames.

    Raises `FileRefused`: empty_file, picture_too_large, picture_unknown_form (not PNG, JPEG, GIF or WebP),
    picture_broken.
    """
    if not data:
        raise FileRefused("empty_file")
    if len(data) > MAX_BYTES:
        raise FileRefused("picture_too_large")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise FileRefused("picture_too_large")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    except FileRefused:  # a ValueError itself
        raise
    except Image.DecompressionBombError:  # Pillow's own limit, before ours can be asked
        raise FileRefused("picture_too_large") from None
    except UnidentifiedImageError:
        raise FileRefused("picture_unknown_form") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):  # Pillow's words for a damaged file
        raise FileRefused("picture_broken") from None
    bare = Image.new(flat.mode, flat.size)
    bare.paste(flat)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=85, method=4)
    return out.getvalue()
