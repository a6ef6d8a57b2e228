"""An item that is not stored yet, in the shape in which stored ones are shown."""

from quiz.queries.items import ItemText, OptionText, PictureText
from quiz.rules.draft import ItemDraft


def text_of(draft: ItemDraft) -> ItemText:
    """No query. A new picture has no address before it is saved; one that stands has."""
    options = tuple(OptionText(choice.code, choice.vi, choice.en) for choice in draft.choices)
    picture = draft.picture
    shown = PictureText(picture.digest, picture.alt_vi, picture.alt_en, picture.credit) if picture else None
    return ItemText(draft.kind, draft.stem_vi, draft.stem_en, options, shown)
