"""Items for a reader who sees neither key nor source, and the count of answers that differ from the key."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from backend import clock
from quiz.exchange.bank_folder import BANK, read_folder
from quiz.management.bank_check import day
from quiz.rules.draft import ItemDraft
from quiz.rules.kinds import kind
from quiz.rules.review import lines
from quiz.rules.validity import true_on

WELL_INSIDE = timedelta(days=30)


class Command(BaseCommand):
    help = "Draws items for a blind review, or compares a reader's answers with the keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--number", type=int, default=100)
        parser.add_argument(
            "--before", type=int, nargs="*", default=[], help="seeds of earlier rounds, not drawn again"
        )
        parser.add_argument("--answers", type=Path, help="a reader's answers as JSON: {item: [words]}")
        parser.add_argument("--as-of", type=day, help="day on which the reader answers (YYYY-MM-DD), today if left out")
        parser.add_argument("--folder", type=Path, default=BANK)

    def handle(self, *args: object, **options: object) -> None:
        drafts = sorted(read_folder(Path(str(options["folder"]))).drafts, key=lambda draft: draft.slug)
        number = int(str(options["number"]))
        seen: set[str] = set()
        for seed in options["before"] if isinstance(options["before"], list) else []:
            seen |= {draft.slug for draft in drawn(drafts, seed, number, seen)}
        chosen = drawn(drafts, int(str(options["seed"])), number, seen)
        if options["answers"]:
            self.compare(chosen, Path(str(options["answers"])))
        else:
            today = options["as_of"] if isinstance(options["as_of"], date) else clock.today()
            self.stdout.write("\n\n".join(sheet(draft, today) for draft in chosen))

    def compare(self, chosen: list[ItemDraft], path: Path) -> None:
        """Says each disagreement with both readings."""
        answers = _answers(path)
        if missing := [draft.slug for draft in chosen if draft.slug not in answers]:
            raise CommandError(_("Chưa trả lời: %s") % ", ".join(missing))
        apart = [draft for draft in chosen if kind(draft.kind).grade(answers[draft.slug], draft.key, partial=False) < 1]
        for draft in apart:
            options = [(choice.code, choice.vi) for choice in draft.choices]
            self.stdout.write(f"{draft.slug}: {draft.stem_vi}")
            for line in lines(draft.kind, options, answers[draft.slug], draft.key):
                self.stdout.write(f"  {line}")
        self.stdout.write(_("%(n)d câu, %(apart)d câu khác đáp án") % {"n": len(chosen), "apart": len(apart)})


def _answers(path: Path) -> dict[str, list[str]]:
    """A reader's words by item; a word alone counts as a list of one."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        return {slug: [words] if isinstance(words, str) else list(map(str, words)) for slug, words in given.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise CommandError(_("Tệp không đọc được: %s") % error) from None


def drawn(drafts: list[ItemDraft], seed: int, number: int, seen: set[str]) -> list[ItemDraft]:
    """`number` items not seen before, the same for the same bank and seed."""
    left = [draft for draft in drafts if draft.slug not in seen]
    return random.Random(seed).sample(left, min(number, len(left)))  # noqa: S311 - a sample, not a secret


def _day_within(draft: ItemDraft, today: date) -> date:
    """A day on which the item is true. Never the first or last: "since when …?" has that for a key."""
    first, last = draft.valid_from, draft.valid_to
    if true_on(first, last, today):
        return today
    if first and last:
        return first + (last - first) / 2
    return first + WELL_INSIDE if first else (last or today) - WELL_INSIDE


def sheet(draft: ItemDraft, today: date) -> str:
    """The item as its reader gets it: no key, no explanation, no source; how to answer stands in brackets."""
    text = [f"## {draft.slug} [{draft.kind}]", draft.stem_vi, draft.stem_en]
    if draft.asks_about:
        text.append(f"(as of {draft.asks_about})")
    elif draft.valid_from or draft.valid_to:
        text.append(f"(asked on {_day_within(draft, today)})")
    if draft.picture:
        text.append(f"(picture {draft.picture.name}: {draft.picture.alt_vi} / {draft.picture.alt_en})")
    text += [f"- {choice.code}: {choice.vi} / {choice.en}" for choice in draft.choices]
    if draft.kind == "matching":
        text.append("(answer: one word p…:t… for each p)")
    if draft.kind == "ordering":
        text.append("(answer: one word code:place for each, places from 1)")
    return "\n".join(text)
