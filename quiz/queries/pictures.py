"""Picture files."""

from collections.abc import Collection

from quiz.models import Picture


def picture_by_digest(digest: str) -> tuple[str, bytes] | None:
    """Media type and bytes; one query."""
    return pictures_by_digest([digest]).get(digest)


def pictures_by_digest(digests: Collection[str]) -> dict[str, tuple[str, bytes]]:
    """Media type and bytes of each that is there; one query."""
    rows = Picture.objects.filter(digest__in=digests).values_list("digest", "media", "data")
    return {digest: (media, bytes(data)) for digest, media, data in rows}
