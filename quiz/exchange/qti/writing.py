"""One item as a QTI document: what it asks, what is right, and what is said afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element

from quiz.exchange.markup import LANGUAGES
from quiz.exchange.plain import printable
from quiz.exchange.qti.names import EXPLANATION, Version
from quiz.exchange.qti.text import MULTILANG
from quiz.rules.draft import ItemDraft, texts
from quiz.rules.kinds.base import OptionDraft, coded
from quiz.rules.kinds.text import spelling

RESPONSE, REMARK, FEEDBACK = "RESPONSE", "REMARK", "FEEDBACK"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
Content = str | Element


class Maker:
    """Makes the elements of one version."""

    def __init__(self, version: Version) -> None:
        self.version = version

    def __call__(self, name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
        """An element by its plain name, with text and elements in it."""
        given = {self.version.key(key): printable(value) for key, value in (attributes or {}).items()}
        return filled(Element(self.version.tag(name), given), content)


def filled(element: Element, content: Iterable[Content]) -> Element:
    for piece in content:
        if isinstance(piece, Element):
            element.append(piece)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + printable(piece)
        else:
            element.text = (element.text or "") + printable(piece)
    return element


def rooted(name: str, space: str, schema: str, attributes: Mapping[str, str]) -> Element:
    """A root element with its namespace and the address of its schema."""
    declared = {"xmlns": space, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{space} {schema}"}
    return Element(name, {**declared, **attributes})


def item_element(draft: ItemDraft, version: Version, identifier: str, picture: str) -> Element:
    """The whole document; `picture` is the address of the item's picture seen from it, "" for none."""
    return _Item(draft, Maker(version), picture).element(identifier)


def speaks_english(draft: ItemDraft) -> bool:
    """Whether anything in the item is in English, so that its texts need a mark of their language."""
    return any(texts(draft, "en")) or any(option.why_en for option in draft.options)


class _Item:
    def __init__(self, draft: ItemDraft, make: Maker, picture: str) -> None:
        self.draft, self.make, self.picture = draft, make, picture
        self.bilingual = speaks_english(draft)
        self.explained = bool(draft.explanation_vi or draft.explanation_en or draft.source_title or draft.source_url)
        self.remarked: list[str] = []  # identifiers of choices with a remark
        self.mapping: list[Element] = []

    def element(self, identifier: str) -> Element:
        version = self.make.version
        names = {"identifier": identifier, "title": printable(self.draft.slug), "adaptive": "false"}
        names |= {version.key("time-dependent"): "false", version.key("lang"): "vi"}
        root = rooted(version.tag("assessment-item"), version.items, version.items_schema, names)
        shown, base, cardinality, correct = self._asked()
        body = self.make("item-body", {}, *self._stem(), shown)
        declaration = {"identifier": RESPONSE, "cardinality": cardinality, "base-type": base}
        values = [self.make("value", {}, value) for value in correct]
        root.append(
            self.make("response-declaration", declaration, self.make("correct-response", {}, *values), *self.mapping)
        )
        root.extend(self._outcomes())
        root.append(body)
        root.append(self._processing())
        if self.explained:
            root.append(self._explanation())
        return root

    def _blocks(self, vi: str, en: str) -> list[Element]:
        """A paragraph for each language."""
        if not self.bilingual:
            return [self.make("p", {}, vi)] if vi else []
        return [
            self.make("p", {"class": MULTILANG, "lang": language}, text)
            for language, text in zip(LANGUAGES, (vi, en), strict=True)
            if text
        ]

    def _inline(self, vi: str, en: str) -> list[Content]:
        """Both languages where no paragraph may stand."""
        if not self.bilingual:
            return [vi]
        pieces: list[Content] = []
        for language, text in zip(LANGUAGES, (vi, en), strict=True):
            if text:
                pieces += [self.make("br")] if pieces else []
                pieces.append(self.make("span", {"class": MULTILANG, "lang": language}, text))
        return pieces

    def _stem(self) -> list[Element]:
        blocks = self._blocks(self.draft.stem_vi, self.draft.stem_en)
        shown = self.draft.picture
        if shown and self.picture:
            credit = [self.make("br"), self.make("small", {"class": "quiz-credit"}, shown.credit)]
            image = self.make("img", {"src": self.picture, "alt": shown.alt_vi or shown.alt_en})
            blocks.append(self.make("p", {}, image, *(credit if shown.credit else [])))
        return blocks

    def _asked(self) -> tuple[Element, str, str, Sequence[str]]:
        """The interaction, type and number of its answers, and the right ones."""
        if self.draft.kind == "matching":
            return self._matching()
        if self.draft.kind == "ordering":
            return self._ordering()
        if self.draft.kind in {"number", "text"}:
            return self._entry()
        options = self.draft.options
        names = [f"C{number}" for number in range(1, len(options) + 1)]
        several = self.draft.kind == "multiple"
        limits = {"response-identifier": RESPONSE, "shuffle": "true", "max-choices": "0" if several else "1"}
        choices = [self._choice(name, option) for name, option in zip(names, options, strict=True)]
        right = [name for name, option in zip(names, options, strict=True) if option.right]
        return (
            self.make("choice-interaction", limits, *choices), "identifier", "multiple" if several else "single", right
        )  # fmt: skip

    def _choice(self, name: str, option: OptionDraft) -> Element:
        text = self._inline(option.vi, option.en)
        return self.make("simple-choice", {"identifier": name}, *text, *self._remark(name, option))

    def _remark(self, name: str, option: OptionDraft) -> list[Element]:
        if not (option.why_vi or option.why_en):
            return []
        self.remarked.append(name)
        shown = {"outcome-identifier": REMARK, "identifier": name, "show-hide": "show"}
        return [self.make("feedback-inline", shown, *self._inline(option.why_vi, option.why_en))]

    def _ordering(self) -> tuple[Element, str, str, Sequence[str]]:
        """In the order of their codes, which says nothing; the right order stands in the key."""
        options = list(self.draft.options)
        shown = _by_code(self.draft, options, "")
        names = {place: f"C{number}" for number, place in enumerate(shown, 1)}
        choices = [self._choice(names[place], options[place]) for place in shown]
        limits = {"response-identifier": RESPONSE, "shuffle": "true"}
        right = [names[place] for place in range(len(options))]
        return self.make("order-interaction", limits, *choices), "identifier", "ordered", right

    def _matching(self) -> tuple[Element, str, str, Sequence[str]]:
        """Each partner once, those too many with the others, in the order of their codes."""
        prompts = [option for option in self.draft.options if option.vi or option.en]
        pairs = list(dict.fromkeys((option.match_vi, option.match_en) for option in prompts))
        spare = [option for option in self.draft.options if not (option.vi or option.en)]
        partners = [OptionDraft(vi, en) for vi, en in pairs]
        partners += [OptionDraft(option.match_vi, option.match_en, True, *("", ""), *_why(option)) for option in spare]
        shown = _mixed(self.draft, partners)
        named = {(option.vi, option.en): f"T{n}" for n, option in enumerate(shown, 1) if not option.right}
        left = [
            self._associable(f"P{n}", option, self._remark(f"P{n}", option), 1) for n, option in enumerate(prompts, 1)
        ]
        right = [
            self._associable(f"T{n}", option, self._remark(f"T{n}", option), len(prompts))
            for n, option in enumerate(shown, 1)
        ]
        limits = {"response-identifier": RESPONSE, "shuffle": "true", "max-associations": str(len(prompts))}
        sets = [self.make("simple-match-set", {}, *choices) for choices in (left, right)]
        beside = [named[option.match_vi, option.match_en] for option in prompts]
        key = [f"P{number} {name}" for number, name in enumerate(beside, 1)]
        return self.make("match-interaction", limits, *sets), "directedPair", "multiple", key

    def _associable(self, name: str, option: OptionDraft, remark: list[Element], most: int) -> Element:
        limits = {"identifier": name, "match-max": str(most)}
        return self.make("simple-associable-choice", limits, *self._inline(option.vi, option.en), *remark)

    def _entry(self) -> tuple[Element, str, str, Sequence[str]]:
        answers = [spelling(answer) for answer in self.draft.answers]
        if self.draft.kind == "text":
            entries = [
                self.make("map-entry", {"map-key": text, "mapped-value": "1", "case-sensitive": "false"})
                for text in answers
            ]
            self.mapping = [self.make("mapping", {"default-value": "0", "upper-bound": "1"}, *entries)]
        blank = self.make("text-entry-interaction", {"response-identifier": RESPONSE, "expected-length": "40"})
        base = "float" if self.draft.kind == "number" else "string"
        return self.make("p", {}, blank), base, "single", answers[:1]

    def _outcomes(self) -> list[Element]:
        zero = self.make("default-value", {}, self.make("value", {}, "0"))
        score = {"identifier": "SCORE", "cardinality": "single", "base-type": "float"}
        outcomes = [self.make("outcome-declaration", score, zero)]
        single = {"base-type": "identifier", "cardinality": "single"}
        if self.explained:
            outcomes.append(self.make("outcome-declaration", {"identifier": FEEDBACK, **single}))
        if self.remarked:
            number = "single" if self.draft.kind == "single" else "multiple"
            outcomes.append(self.make("outcome-declaration", {"identifier": REMARK, **single, "cardinality": number}))
        return outcomes

    def _processing(self) -> Element:
        """A standard template where that is all there is to do, since some readers know nothing else."""
        if not self.explained and not self.remarked and self.draft.kind != "number":
            template = "map_response" if self.draft.kind == "text" else "match_correct"
            return self.make("response-processing", {"template": self.make.version.template.format(template)})
        rules = [self._score()]
        if self.explained:
            rules.append(self._set(FEEDBACK, self._value("identifier", EXPLANATION)))
        if self.remarked:
            rules.append(self._set(REMARK, self._remarks_to_show()))
        return self.make("response-processing", {}, *rules)

    def _remarks_to_show(self) -> Element:
        """Those of what was chosen; where everything is placed, all of them."""
        if self.draft.kind in {"single", "multiple"}:
            return self.make("variable", {"identifier": RESPONSE})
        return self.make("multiple", {}, *(self._value("identifier", name) for name in self.remarked))

    def _score(self) -> Element:
        if self.draft.kind == "text":
            return self._set("SCORE", self.make("map-response", {"identifier": RESPONSE}))
        whole = self._set("SCORE", self._value("float", "1"))
        return self.make("response-condition", {}, self.make("response-if", {}, self._is_right(), whole))

    def _is_right(self) -> Element:
        given = {"identifier": RESPONSE}
        if self.draft.kind != "number":
            return self.make("match", {}, self.make("variable", given), self.make("correct", given))
        low, high = self.draft.answers[0], self.draft.answers[-1]
        if low == high:
            exact = {"tolerance-mode": "exact"}
            return self.make("equal", exact, self.make("variable", given), self._value("float", low))
        limits = [
            self.make(name, {}, self.make("variable", given), self._value("float", number))
            for name, number in (("gte", low), ("lte", high))
        ]
        return self.make("and", {}, *limits)

    def _set(self, outcome: str, value: Element) -> Element:
        return self.make("set-outcome-value", {"identifier": outcome}, value)

    def _value(self, base: str, text: str) -> Element:
        return self.make("base-value", {"base-type": base}, text)

    def _explanation(self) -> Element:
        draft = self.draft
        blocks = self._blocks(draft.explanation_vi, draft.explanation_en)
        title: Content = draft.source_title
        if draft.source_url:
            title = self.make("a", {"href": draft.source_url}, draft.source_title)
        if draft.source_title or draft.source_url:
            blocks.append(self.make("p", {}, self.make("cite", {"class": "quiz-source"}, title)))
        if self.make.version.is_three:
            blocks = [self.make("content-body", {}, *blocks)]
        shown = {"outcome-identifier": FEEDBACK, "identifier": EXPLANATION, "show-hide": "show"}
        return self.make("modal-feedback", shown, *blocks)


def _why(option: OptionDraft) -> tuple[str, str]:
    return option.why_vi, option.why_en


def _by_code(draft: ItemDraft, options: Sequence[OptionDraft], mark: str) -> list[int]:
    codes = coded(draft.slug, [option.vi for option in options], mark)
    return sorted(range(len(options)), key=lambda place: codes[place])


def _mixed(draft: ItemDraft, partners: list[OptionDraft]) -> list[OptionDraft]:
    """By code, except that those too many (marked `right`) stay in their own order among themselves."""
    shown = [partners[place] for place in _by_code(draft, partners, "t")]
    spare = iter([partner for partner in partners if partner.right])
    return [next(spare) if partner.right else partner for partner in shown]
