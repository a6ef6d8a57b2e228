"""What others may ask of the bank. `keys_of` and `explanations` are for those who grade or open keys."""

from quiz.queries.chosen import ChosenRow, chosen_rows
from quiz.queries.items import (
    Explanation,
    ItemRow,
    ItemText,
    OptionText,
    Sources,
    TopicRow,
    explanations,
    fillable,
    frozen_items,
    items_for,
    keys_of,
    level_name,
    remarks_of,
    sources_of,
    topic_ids,
    topic_names,
    topics,
    untrue_revisions,
    usable_by_topic,
)
from quiz.queries.pictures import pictures_by_digest
from quiz.queries.record import Shares, shares_of
from quiz.queries.screen import ShownItem, ShownOption, shown_item
from quiz.queries.standard import StandardPaper, levels, standard_cells, standard_papers

__all__ = [
    "ChosenRow",
    "Explanation",
    "ItemRow",
    "ItemText",
    "OptionText",
    "Shares",
    "ShownItem",
    "ShownOption",
    "Sources",
    "StandardPaper",
    "TopicRow",
    "chosen_rows",
    "explanations",
    "fillable",
    "frozen_items",
    "items_for",
    "keys_of",
    "level_name",
    "levels",
    "pictures_by_digest",
    "remarks_of",
    "shares_of",
    "shown_item",
    "sources_of",
    "standard_cells",
    "standard_papers",
    "topic_ids",
    "topic_names",
    "topics",
    "untrue_revisions",
    "usable_by_topic",
]
