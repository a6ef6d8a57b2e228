"""A QR code as a drawing that stands in the page itself."""

import segno


def svg(text: str) -> str:
    """Black on white, so that it is read from a dark page too; it fills the width it is given."""
    made: str = segno.make(text, error="m", micro=False).svg_inline(border=3, omitsize=True, dark="#000", light="#fff")
    return made
