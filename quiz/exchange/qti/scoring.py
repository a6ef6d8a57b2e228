"""What a QTI item accepts: its declared key and mapping, and as much of its response processing as a key can say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from quiz.exchange import credit
from quiz.exchange.credit import FULL, QuestionRefused
from quiz.exchange.found import MAX_OPTIONS
from quiz.exchange.qti.names import humped
from quiz.exchange.reading import tidy

Range = tuple[Decimal | None, Decimal | None]
_TEMPLATES = {
    "match_correct": "correct",
    "cc2_match": "correct",
    "cc2_match_basic": "correct",
    "map_response": "map",
    "cc2_map_response": "map",
}
_EQUALITIES = frozenset({"match", "equal", "string-match"})
_BRANCHES = ("response-if", "response-else-if")
_LIMITS = {"gte": ("low", False), "gt": ("low", True), "lte": ("high", False), "lt": ("high", True)}
_MIRRORED = {"gte": "lte", "gt": "lt", "lte": "gte", "lt": "gt"}


@dataclass
class Scoring:
    """`mode` says what counts: "correct", "map", "rules", or "" where the file does not say."""

    identifier: str
    base: str = ""
    cardinality: str = "single"
    correct: list[str] = field(default_factory=list)
    mapping: list[tuple[str, Decimal]] = field(default_factory=list)
    mode: str = ""
    rules: list[tuple[Decimal, Element]] = field(default_factory=list)  # what a condition earns, and the condition
    minds_case: bool = False
    not_kept: str = ""  # a template or a rule that the key does not follow

    @property
    def uses_mapping(self) -> bool:
        return bool(self.mapping) and (self.mode == "map" or not self.correct)

    def spellings(self) -> list[tuple[str, Decimal]]:
        """Each accepted text and what it earns in per cent. Raises `QuestionRefused` no_key, processing_not_carried."""
        given = [(text, FULL) for text in self.correct] if self.mode != "map" else []
        if self.mode == "rules" and not self.follows_key:
            self.not_kept = ""
            given = [(text, earned) for earned, rule in self.rules for text in self._texts(rule)]
        if self.mode == "map" or (self.mode == "" and self.mapping):
            given = [*shares(self.mapping), *(pair for pair in given if pair[0] not in dict(self.mapping))]
        if not given:
            raise QuestionRefused("no_key")
        return given

    def ranges(self) -> list[tuple[Decimal, Decimal, Decimal]]:
        """What each range of numbers earns, its lowest and its highest number."""
        if self.mode == "rules":
            self.not_kept = ""
            found = [(earned, *span) for earned, rule in self.rules for span in self._spans(rule)]
            return [(earned, *_closed(low, high)) for earned, low, high in found]
        numbers = [(credit.number_of(text), earned) for text, earned in self.spellings()]
        return [(earned, number, number) for number, earned in numbers]

    @property
    def follows_key(self) -> bool:
        """Whether the rules say no more than that the declared answer is right."""
        equal = [rule.tag in _EQUALITIES and rule.find("correct") is not None for _earned, rule in self.rules]
        return bool(equal) and all(equal)

    def _texts(self, rule: Element) -> list[str]:
        if rule.tag == "or":
            return [text for part in rule for text in self._texts(part)]
        if rule.tag not in _EQUALITIES:
            raise QuestionRefused("processing_not_carried", humped(rule.tag))
        self.minds_case = self.minds_case or rule.get("case-sensitive", "") == "true"
        return self._compared(rule)

    def _compared(self, rule: Element) -> list[str]:
        """What the answer is compared with."""
        sides = {side.tag for side in rule}
        asked = [side for side in rule if side.tag == "variable" and side.get("identifier") == self.identifier]
        if len(rule) != 2 or not asked or not sides & {"correct", "base-value"}:
            raise QuestionRefused("processing_not_carried", humped(rule.tag))
        value = rule.find("base-value")
        return self.correct if value is None else [tidy(value.text or "")]

    def _spans(self, rule: Element) -> list[Range]:
        if rule.tag == "or":
            return [span for part in rule for span in self._spans(part)]
        if rule.tag == "and":
            return [_common([span for part in rule for span in self._one_span(part)])]
        return self._one_span(rule)

    def _one_span(self, rule: Element) -> list[Range]:
        if rule.tag in _LIMITS:
            return [self._limit(rule)]
        if rule.tag not in {"match", "equal"}:
            raise QuestionRefused("processing_not_carried", humped(rule.tag))
        numbers = [credit.number_of(text) for text in self._compared(rule)]
        return [_tolerated(rule, number) for number in numbers]

    def _limit(self, rule: Element) -> Range:
        """Numbers on one side of a limit; a limit that is left out itself has a neighbour among whole numbers only."""
        name = rule.tag if len(rule) and rule[0].tag == "variable" else _MIRRORED[rule.tag]
        texts = self._compared(rule)
        side, without = _LIMITS[name]
        if len(texts) != 1 or (without and self.base != "integer"):
            raise QuestionRefused("processing_not_carried", humped(rule.tag))
        number = credit.number_of(texts[0])
        if side == "low":
            return number + (1 if without else 0), None
        return None, number - (1 if without else 0)


def scoring_of(item: Element, identifier: str) -> Scoring:
    """Raises `QuestionRefused`: no_key (nothing declared), operator_not_carried, weight_bad, options_too_many."""
    declared = [part for part in item.findall("response-declaration") if part.get("identifier") == identifier]
    if not declared:
        raise QuestionRefused("no_key")
    declaration = declared[0]
    scoring = Scoring(
        identifier, declaration.get("base-type", "").casefold(), declaration.get("cardinality", "single").casefold()
    )
    scoring.correct = [tidy("".join(value.itertext())) for value in declaration.findall("correct-response/value")]
    mapping = declaration.find("mapping")
    if mapping is not None:
        _take_mapping(scoring, mapping)
    if max(len(scoring.correct), len(scoring.mapping)) > MAX_OPTIONS * MAX_OPTIONS:
        raise QuestionRefused("options_too_many")
    processing = item.find("response-processing")
    if processing is not None:
        _take_processing(scoring, processing)
    return scoring


def shares(mapping: list[tuple[str, Decimal]], *, together: bool = False) -> list[tuple[str, Decimal]]:
    """In per cent of the most that one of them earns, or that all of them earn together."""
    earning = [earned for _key, earned in mapping if earned > 0]
    if not earning:
        raise QuestionRefused("no_key")
    full = sum(earning, Decimal(0)) if together else max(earning)
    return [(key, FULL if earned == full else earned * FULL / full) for key, earned in mapping]


def _take_mapping(scoring: Scoring, mapping: Element) -> None:
    highest = mapping.get("upper-bound")
    most = credit.number_of(highest) if highest else None
    for entry in mapping.findall("map-entry"):
        earned = credit.number_of(entry.get("mapped-value", "0"))
        if scoring.cardinality == "single" and most is not None and 0 < most < earned:
            earned = most
        scoring.mapping.append((tidy(entry.get("map-key", "")), earned))
        scoring.minds_case = scoring.minds_case or entry.get("case-sensitive", "") == "true"


def _take_processing(scoring: Scoring, processing: Element) -> None:
    for operator in processing.iter("custom-operator"):
        raise QuestionRefused("operator_not_carried", operator.get("class") or operator.get("definition") or "?")
    template = processing.get("template", "").rpartition("/")[2].removesuffix(".xml").casefold()
    if template in _TEMPLATES:
        scoring.mode = _TEMPLATES[template]
    elif template and not len(processing):
        scoring.not_kept = template
    elif any(part.get("identifier") == scoring.identifier for part in processing.iter("map-response")):
        scoring.mode = "map"
    else:
        scoring.rules = list(_rules(processing))
        scoring.mode = "rules" if scoring.rules else ""
        scoring.not_kept = "" if scoring.follows_key else "responseProcessing"


def _rules(processing: Element) -> Iterator[tuple[Decimal, Element]]:
    """Conditions that earn something, and what they earn in per cent of the best of them."""
    branches = [part for condition in processing.iter("response-condition") for part in condition]
    earning = []
    for branch in branches:
        earned = _earned(branch) if branch.tag in _BRANCHES and len(branch) else Decimal(0)
        if earned > 0:
            if any(True for _nested in branch.iter("response-condition")):
                raise QuestionRefused("processing_not_carried", "responseCondition")
            earning.append((earned, branch[0]))
    best = max((earned for earned, _rule in earning), default=Decimal(1))
    for earned, rule in earning:
        yield (FULL if earned == best else earned * FULL / best), rule


def _earned(branch: Element) -> Decimal:
    """What the branch adds to the score; a variable stands for all there is to earn."""
    for outcome in branch.findall("set-outcome-value"):
        if outcome.get("identifier", "").upper() != "SCORE":
            continue
        values = [value.text or "" for value in outcome.iter("base-value")]
        return credit.number_of(values[0]) if values else Decimal(1)
    return Decimal(0)


def _tolerated(rule: Element, number: Decimal) -> Range:
    mode = rule.get("tolerance-mode", "exact")
    words = rule.get("tolerance", "").split()
    if mode == "exact" or rule.tag == "match":
        return number, number
    if mode not in {"absolute", "relative"} or len(words) not in {1, 2}:
        raise QuestionRefused("tolerance_bad", " ".join(words))
    below, above = credit.number_of(words[0]), credit.number_of(words[-1])
    if mode == "relative":
        below, above = abs(number) * below / 100, abs(number) * above / 100
    if below < 0 or above < 0:
        raise QuestionRefused("tolerance_bad", " ".join(words))
    return number - below, number + above


def _common(spans: list[Range]) -> Range:
    lows = [low for low, _high in spans if low is not None]
    highs = [high for _low, high in spans if high is not None]
    return max(lows, default=None), min(highs, default=None)


def _closed(low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
    if low is None or high is None:
        raise QuestionRefused("range_open")
    return low, high
