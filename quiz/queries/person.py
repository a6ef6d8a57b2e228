"""What the bank knows of one person, as plain data for that person."""

from quiz.models import PracticeCard
from quiz.queries.items import frozen_items

Row = dict[str, object]


def practised(user_id: int) -> list[Row]:
    """The questions met in practice and how they went; what is practised is public, so the question is named."""
    cards = PracticeCard.objects.filter(user_id=user_id).select_related("question").order_by("reviewed_at", "pk")
    rows = [(row, row.question.current_id) for row in cards]
    texts = frozen_items({current for _row, current in rows if current})
    return [
        {
            "question": texts[current].stem_vi if current in texts else "",
            "seen": row.seen,
            "right": row.right,
            "reviewed_at": row.reviewed_at.isoformat(),
            "due_at": row.due_at.isoformat(),
        }
        for row, current in rows
    ]
