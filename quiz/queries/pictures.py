"""Picture files."""

from quiz.models import Picture


def picture_by_digest(digest: str) -> tuple[str, bytes] | None:
    """Media type and bytes; one query."""
    row = Picture.objects.filter(digest=digest).values_list("media", "data").first()
    return (row[0], bytes(row[1])) if row else None
