"""An item's texts as HTML, the way in which Moodle XML and GIFT both carry them.

Both languages stand in Moodle's multilang spans; the source ends the general feedback as `<cite class="quiz-source">`,
a picture's credit stands under it as `<small class="quiz-credit">`, so that people see them and we find them again.
"""

from urllib.parse import quote

from quiz.exchange.markup import attribute, escaped, spans
from quiz.rules.draft import ItemDraft


def is_bilingual(draft: ItemDraft) -> bool:
    """Whether the item speaks English anywhere but in its options; the reader asks the same."""
    return bool(draft.stem_en or draft.explanation_en)


def text_html(draft: ItemDraft, vi: str, en: str) -> str:
    """One text of the item in its languages."""
    return spans(escaped(vi), escaped(en), bilingual=is_bilingual(draft))


def stem_html(draft: ItemDraft, folder: str = "") -> str:
    """The stem, with the item's picture under it if `folder` says where it lies (an address that ends in "/")."""
    vi, en = escaped(draft.stem_vi), escaped(draft.stem_en)
    if draft.picture and folder:
        vi += _picture_html(draft, folder, "vi")
        en += _picture_html(draft, folder, "en") if is_bilingual(draft) else ""
    return spans(vi, en, bilingual=is_bilingual(draft))


def _picture_html(draft: ItemDraft, folder: str, language: str) -> str:
    shown = draft.picture
    if not shown:
        return ""
    alt = attribute(shown.alt_vi if language == "vi" else shown.alt_en)
    credit = f'<br><small class="quiz-credit">{escaped(shown.credit)}</small>' if shown.credit else ""
    return f'<br><img src="{folder}{quote(shown.name)}" alt="{alt}">{credit}'


def explanation_html(draft: ItemDraft) -> str:
    """Explanation and source, "" if the item has neither."""
    explanation = text_html(draft, draft.explanation_vi, draft.explanation_en)
    title, address = escaped(draft.source_title), attribute(draft.source_url)
    link = f'<a href="{address}">{title}</a>' if address else title
    source = f'<p><cite class="quiz-source">{link}</cite></p>' if link else ""
    return (f"<p>{explanation}</p>" if explanation and source else explanation) + source
