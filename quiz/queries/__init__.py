"""What others may ask of the bank. `keys_of` and `explanations` are for those who grade or open keys."""

from quiz.queries.items import (
    Explanation,
    ItemRow,
    ItemText,
    OptionText,
    TopicRow,
    explanations,
    fillable,
    frozen_items,
    items_for,
    keys_of,
    level_name,
    topic_ids,
    topic_names,
    topics,
    untrue_revisions,
    usable_by_topic,
)

__all__ = [
    "Explanation",
    "ItemRow",
    "ItemText",
    "OptionText",
    "TopicRow",
    "explanations",
    "fillable",
    "frozen_items",
    "items_for",
    "keys_of",
    "level_name",
    "topic_ids",
    "topic_names",
    "topics",
    "untrue_revisions",
    "usable_by_topic",
]
