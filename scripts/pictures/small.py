"""Small copies of pictures for the documentation: WebP, few bytes."""

from pathlib import Path

from PIL import Image

MOST_BYTES = 60_000
WIDEST = 1200
QUALITIES = (75, 65, 50, 35)

#: The pictures that are kept.
KEPT = (
    "home-phone", "home-desktop", "home-desktop-dark", "home-empty-phone", "lobby-phone", "lobby-desktop",
    "question-phone", "question-phone-dark", "question-desktop", "question-desktop-dark", "review-phone",
    "result-phone", "result-desktop", "result-phone-dark", "board-phone", "board-projector", "contest-phone",
    "contest-desktop", "contest-desktop-dark", "contest-draft-desktop", "contest-new-phone", "contest-new-desktop",
    "cards-phone", "cards-desktop", "cards-sheet", "department-phone", "department-desktop", "department-desktop-dark",
    "department-empty-desktop", "error-404-phone",
)  # fmt: skip


def keep(folder: Path, target: Path) -> None:
    """Small copies of the kept pictures that are in `folder`."""
    target.mkdir(parents=True, exist_ok=True)
    for name in KEPT:
        if (folder / f"{name}.png").exists():
            shrink(folder / f"{name}.png", target / f"{name}.webp")


def shrink(source: Path, target: Path, most: int = MOST_BYTES, widest: int = WIDEST) -> None:
    """As sharp as so many bytes allow."""
    with Image.open(source) as picture:
        shown = picture.convert("RGB")
    if shown.width > widest:
        size = (widest, round(shown.height * widest / shown.width))
        shown = shown.resize(size, Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        shown.save(target, quality=quality, method=6)
        if target.stat().st_size <= most:
            return
    raise ValueError(f"{target.name} stays over {most} bytes")
