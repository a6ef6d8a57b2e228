"""QTI 2.1 content packages (https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html).

A zip with `imsmanifest.xml`, a file for each item and the pictures. It carries all six kinds, both languages, the
picture with both alternative texts and its credit, remarks of options as `feedbackInline`, explanation and source as
`modalFeedback`, the slug as identifier, and our other marks as keywords of the item in the manifest (learning object
metadata). Each text of an item in two languages is an element of the class "multilang" with `xml:lang`, Vietnamese
first, so that programs which know nothing of it show both, one below the other. In matching items partners too many
come back behind the pairs, in all others nothing moves; numbers come back without needless zeros.

`read` takes QTI 2.0, 2.1, 2.2 and 3.0 alike; `quiz.exchange.qti3` writes 3.0.
"""

from collections.abc import Sequence
from dataclasses import replace
from posixpath import dirname
from xml.etree.ElementTree import Element

from quiz.exchange.found import Found, Gathering
from quiz.exchange.pictures import PictureRefused
from quiz.exchange.qti.names import TWO
from quiz.exchange.qti.pack import packed
from quiz.exchange.qti.package import About, Package, files_of, inside
from quiz.exchange.qti.reading import fill
from quiz.exchange.reading import FileRefused, Reading, Written, tidy
from quiz.rules.draft import ItemDraft


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of the items; places are their paths in the package, or manifest and resource.

    Problems of an item: kind_not_carried (an interaction we have no kind for, several of them, adaptive items,
    templates, shared stimuli, QTI 1.2), operator_not_carried (custom operators), processing_not_carried, no_key,
    key_unknown, identifier_twice, option_empty, match_bad, order_bad, number_bad, tolerance_bad, range_open,
    range_reversed, ranges_several, weights_sum, options_too_many, stem_missing, text_too_long, slug_twice,
    broken_file, too_deep. Problems of the package: part_missing, part_outside, not_an_item. Notes: manifest_missing,
    not_in_manifest, rubric_dropped, feedback_dropped, processing_not_kept, weight_not_kept, kind_changed_to,
    case_not_kept, language_not_vietnamese, markup_dropped (formulas among it), picture_dropped, picture_refused,
    tags_dropped. Time limits, sections and outcomes of tests are passed over.
    Raises `FileRefused`: not_qti (nothing of QTI in it), has_dtd, too_many_items, and what `package.parts` raises.
    """
    package = Package(files_of(data))
    gathering = Gathering()
    for path, item in package.items():
        found = Found(path[-120:])
        gathering.take(found, lambda found, path=path, item=item: _fill(found, package, path, item))  # type: ignore[misc]
    reading = gathering.reading
    reading.problems += package.problems
    reading.notes += package.notes
    if not reading.drafts and not reading.problems:
        raise FileRefused("not_qti")
    return reading


def _fill(found: Found, package: Package, path: str, item: Element) -> None:
    found.tags += package.about.get(path, About()).keywords
    taken: list[str] = []

    def bytes_at(address: str) -> bytes | None:
        at = inside(dirname(path), address)
        if at is None:
            raise PictureRefused("unsafe")
        taken.append(at)
        return package.files.get(at)

    fill(found, item, bytes_at)
    if found.picture and taken:
        _describe(found, package.about.get(taken[-1], About()).described)


def _describe(found: Found, described: dict[str, str]) -> None:
    """The alternative texts that the manifest gives by language, if the one in the item is among them."""
    picture = found.picture
    alts = {language: tidy(text) for language, text in described.items()}
    if picture and picture.alt_vi and picture.alt_vi in {alts.get("vi"), alts.get("en")}:
        found.picture = replace(picture, alt_vi=alts.get("vi", ""), alt_en=alts.get("en", ""))


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """The items in both languages, whatever `language` says.

    Notes: kind_not_carried, no_key, stem_missing, options_too_many, slug_twice, package_full (more than a package may
    hold), picture_refused.
    """
    return packed(drafts, TWO)
