"""One QTI item, of whatever version, to what a draft needs."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element

from quiz.exchange import credit
from quiz.exchange.credit import FULL, QuestionRefused
from quiz.exchange.found import MAX_OPTIONS, Files, Found, FoundOption
from quiz.exchange.gift import BLANK
from quiz.exchange.markup import Words
from quiz.exchange.qti.names import humped
from quiz.exchange.qti.scoring import Scoring, scoring_of, shares
from quiz.exchange.qti.text import html_of, is_for_others, without_mark
from quiz.exchange.reading import tidy

CHOICES = frozenset({"simple-choice", "simple-associable-choice", "inline-choice"})
NUMBERS = frozenset({"integer", "float"})
Reader = Callable[[Found, Element, Scoring, Mapping[str, str]], None]


def fill(found: Found, item: Element, files: Files) -> None:
    """Everything of the item; raises `QuestionRefused`."""
    found.names += [item.get("identifier", ""), item.get("title", "")]
    body = item.find("item-body")
    if body is None:
        raise QuestionRefused("stem_missing")
    interaction = _interaction(item, body)
    reader = _READERS[interaction.tag]
    choices = [part for part in interaction.iter() if part.tag in CHOICES]
    if len(choices) > MAX_OPTIONS:
        raise QuestionRefused("options_too_many")
    scoring = scoring_of(item, interaction.get("response-identifier", ""))
    found.take_stem(without_mark(html_of(body, found.dropped), BLANK), "html", files)
    _note_language(found, item, body)
    if any(is_for_others(part) for part in body.iter("rubric-block")):
        found.note("rubric_dropped")
    reader(found, interaction, scoring, _take_feedback(found, item, body, choices))
    if scoring.not_kept:
        found.note("processing_not_kept", scoring.not_kept)
    if scoring.minds_case:
        found.note("case_not_kept")


def _interaction(item: Element, body: Element) -> Element:
    """The only interaction of the item, of a kind that can be read."""
    if item.get("adaptive", "false").strip() == "true":
        raise QuestionRefused("kind_not_carried", "adaptive")
    for part in item:
        # what is asked changes from person to person, or stands in another file
        if part.tag in {"template-declaration", "template-processing", "assessment-stimulus-ref"}:
            raise QuestionRefused("kind_not_carried", humped(part.tag))
    interactions = [part for part in body.iter() if part.tag.endswith("-interaction")]
    names = " + ".join(humped(part.tag) for part in interactions[:4])
    if len(interactions) != 1 or interactions[0].tag not in _READERS:
        raise QuestionRefused("kind_not_carried", names or "text")
    return interactions[0]


def _note_language(found: Found, item: Element, body: Element) -> None:
    """A question that calls itself English is kept in the only place there is for texts without a mark."""
    language = item.get("lang") or body.get("lang") or ""
    if found.stem.common and language and language.casefold().partition("-")[0] != "vi":
        found.note("language_not_vietnamese", language)


def _take_feedback(found: Found, item: Element, body: Element, choices: list[Element]) -> dict[str, str]:
    """Takes the explanation and gives the remarks as HTML by the identifier of their choice."""
    remarks: dict[str, str] = {}
    within = set()
    for choice in choices:
        for piece in choice.iter("feedback-inline"):
            within.add(piece)
            _add(found, remarks, choice.get("identifier", ""), piece)
    others = [piece for piece in body.iter() if piece.tag in {"feedback-inline", "feedback-block"}]
    general: dict[str, str] = {}
    names = {choice.get("identifier", "") for choice in choices}
    for piece in [*item.findall("modal-feedback"), *(piece for piece in others if piece not in within)]:
        name = piece.get("identifier", "")
        _add(found, remarks if name in names else general, name if name in names else "", piece)
    if general:
        found.take_explanation(general[""], "html")
    return remarks


def _add(found: Found, feedback: dict[str, str], name: str, piece: Element) -> None:
    """One feedback is kept for each; what is shown to those only who did not choose something is none of it."""
    text = html_of(piece, found.dropped)
    if not text.strip():
        return
    if name in feedback or piece.get("show-hide", "show") == "hide":
        found.note("feedback_dropped")
    else:
        feedback[name] = text


def _option(found: Found, choice: Element, remarks: Mapping[str, str], *, right: bool = False) -> FoundOption:
    words = _words(found, choice)
    return FoundOption(words, right=right, why=found.words(remarks.get(choice.get("identifier", ""), ""), "html"))


def _words(found: Found, choice: Element) -> Words:
    """Raises `QuestionRefused` option_empty for a choice that is a picture or a formula, or nothing at all."""
    words = found.words(html_of(choice, found.dropped), "html")
    if not (words.vi or words.en):
        raise QuestionRefused("option_empty", choice.get("identifier", ""))
    return words


def _by_identifier(choices: list[Element]) -> dict[str, Element]:
    """Raises `QuestionRefused` identifier_twice if two share a name, so that the key cannot say which it means."""
    named = {tidy(choice.get("identifier", "")): choice for choice in choices}
    if len(named) < len(choices) or "" in named:
        raise QuestionRefused("identifier_twice")
    return named


def _choice(found: Found, interaction: Element, scoring: Scoring, remarks: Mapping[str, str]) -> None:
    choices = _by_identifier([part for part in interaction.iter() if part.tag in CHOICES])
    several = scoring.cardinality == "multiple"
    earned = dict(_earning(scoring, several=several))
    if not set(earned) <= set(choices):
        raise QuestionRefused("key_unknown")
    result = credit.chosen([earned.get(name, Decimal(0)) for name in choices], several=several)
    found.kind = result.kind
    for right, choice in zip(result.right, choices.values(), strict=True):
        found.options.append(_option(found, choice, remarks, right=right))
    _note(found, result.notes)


def _earning(scoring: Scoring, *, several: bool) -> list[tuple[str, Decimal]]:
    """Choices or pairs and what each earns in per cent."""
    if scoring.uses_mapping:
        return shares(scoring.mapping, together=several)
    if not scoring.correct:
        return scoring.spellings()
    right = list(dict.fromkeys(scoring.correct))
    return [(name, FULL / len(right)) for name in right]


def _matching(found: Found, interaction: Element, scoring: Scoring, remarks: Mapping[str, str]) -> None:
    found.kind = "matching"
    sets = [group.findall("simple-associable-choice") for group in interaction.findall("simple-match-set")]
    if len(sets) != 2:
        raise QuestionRefused("match_bad", str(len(sets)))
    named = _by_identifier([choice for group in sets for choice in group])
    pairs = [tuple(name.split()) for name in _pairs(found, scoring)]
    if not all(len(pair) == 2 and set(pair) <= set(named) for pair in pairs):
        raise QuestionRefused("key_unknown")
    prompts, partners, beside = _sides(sets, [(pair[0], pair[1]) for pair in pairs])
    for prompt in prompts:
        option = _option(found, prompt, remarks)
        option.match = _words(found, named[beside[_name(prompt)]])
        found.options.append(option)
    for partner in partners:
        if _name(partner) not in beside.values():
            spare = _option(found, partner, remarks)
            found.options.append(FoundOption(match=spare.words, why=spare.why))
        elif _name(partner) in remarks:
            found.note("feedback_dropped")


def _name(choice: Element) -> str:
    return tidy(choice.get("identifier", ""))


def _pairs(found: Found, scoring: Scoring) -> list[str]:
    earned = _earning(scoring, several=True)
    right = [weight for _pair, weight in earned if weight > 0]
    if right and max(right) - min(right) > credit.NEARLY:
        found.note("weight_not_kept", ", ".join(f"{weight:.2f} %" for weight in right[:6]))
    return [name for name, weight in earned if weight > 0]


def _sides(
    sets: list[list[Element]], pairs: list[tuple[str, str]]
) -> tuple[list[Element], list[Element], dict[str, str]]:
    """Prompts, partners and who stands beside whom: the set in which each has exactly one partner are the prompts."""
    first = {_name(choice) for choice in sets[0]}
    placed = [pair if pair[0] in first else (pair[1], pair[0]) for pair in pairs]
    for prompts, partners, sided in (
        (sets[0], sets[1], placed),
        (sets[1], sets[0], [(partner, prompt) for prompt, partner in placed]),
    ):
        beside = dict(sided)
        if prompts and len(beside) == len(sided) and set(beside) == {_name(prompt) for prompt in prompts}:
            return prompts, partners, beside
    raise QuestionRefused("match_bad", str(len(pairs)))


def _ordering(found: Found, interaction: Element, scoring: Scoring, remarks: Mapping[str, str]) -> None:
    found.kind = "ordering"
    choices = _by_identifier(interaction.findall("simple-choice"))
    if not scoring.correct:
        raise QuestionRefused("no_key")
    if sorted(scoring.correct) != sorted(choices):
        raise QuestionRefused("order_bad")
    found.options = [_option(found, choices[name], remarks) for name in scoring.correct]


def _entry(found: Found, interaction: Element, scoring: Scoring, remarks: Mapping[str, str]) -> None:
    if scoring.cardinality != "single" or scoring.base not in {*NUMBERS, "string"}:
        raise QuestionRefused("kind_not_carried", f"textEntryInteraction {scoring.cardinality} {scoring.base}")
    if scoring.base in NUMBERS:
        found.kind = "number"
        numbers, notes = credit.one_range(scoring.ranges())
        found.answers = list(numbers)
        _note(found, notes)
        return
    found.kind = "text"
    for text, earned in scoring.spellings():
        if earned >= FULL:
            found.answers.append(found.words(text, "plain").vi.lstrip("= "))
        elif earned > 0:
            found.note("weight_not_kept", f"{text} {earned:.2f} %")
    found.answers = [answer for answer in found.answers if answer]
    if not found.answers:
        raise QuestionRefused("no_key")


def _note(found: Found, notes: list[tuple[str, str]]) -> None:
    for code, value in notes:
        found.note(code, value)


_READERS: dict[str, Reader] = {
    "choice-interaction": _choice,
    "inline-choice-interaction": _choice,
    "match-interaction": _matching,
    "order-interaction": _ordering,
    "text-entry-interaction": _entry,
}
