"""An exam paper, line by line, taken apart into its questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quiz.exchange.found import MAX_QUESTIONS
from quiz.exchange.reading import FileRefused
from quiz.exchange.word import words
from quiz.exchange.word.body import Shown
from quiz.exchange.word.choices import LETTERS, Choice, first_choices, letter_at_start, next_choices
from quiz.exchange.word.keys import Keys, KeyTable, keys_in, letters_in, solution_in
from quiz.exchange.word.lines import WIDE, Line

STEM, CHOICES, EXPLANATION = "stem", "choices", "explanation"
FEW = 3  # keys in one line that need no heading over them
NEAR = 12  # lines that are looked at ahead
LONGEST_SHOWN = 60


@dataclass
class Question:
    """What the paper says of one question. `said` are letters that lines of its own name as right."""

    number: int
    level: str = ""
    section: str = ""
    stem: list[Line] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fault: tuple[str, str] | None = None
    part: str = STEM
    pending: list[Line] = field(default_factory=list)  # behind the last option: its end, or nobody's

    @property
    def small(self) -> bool:
        """Whether its options have small letters."""
        return bool(self.choices) and self.choices[0].mark.text.islower()


@dataclass
class Exam:
    """`keys` are what tables and lists say: by number, section and letters. `notes` belong to no question."""

    questions: list[Question] = field(default_factory=list)
    keys: dict[int, set[tuple[str, str]]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)


def exam_of(lines: Sequence[Line | KeyTable]) -> Exam:
    """Questions and keys. Raises `FileRefused` too_many_items."""
    texts = [line.text for line in lines if isinstance(line, Line)]
    by_word = any(words.question_at(text, by_word=True) and not keys_in(text) for text in texts)
    reader = _Reader(lines, by_word=by_word)
    for at, line in enumerate(lines):
        reader.at = at
        reader.take(line)
    reader.close()
    return reader.exam


class _Reader:
    def __init__(self, lines: Sequence[Line | KeyTable], *, by_word: bool) -> None:
        self.lines = lines
        self.at = 0
        self.exam = Exam()
        self.by_word = by_word
        self.current: Question | None = None
        self.level = ""
        self.section = ""
        self.in_keys = False
        self.solved: Question | None = None  # whose solution is being read, behind the keys
        self.numbers: dict[int, Question] = {}

    def take(self, line: Line | KeyTable) -> None:
        if isinstance(line, KeyTable):
            self._take_table(line)
        elif not line.text:
            self._attach(line)
        elif not (self._take_keys(line) or self._begin(line) or self._part(line.text)):
            if self.current:
                self._go_on(self.current, line)
            elif self.exam.questions and not self.in_keys and not words.is_noise(line.text):
                self._lose("line_not_read", line.text)
            self._attach(line)

    def close(self) -> None:
        """Ends the question that is being read."""
        if self.current:
            self._let_go(self.current)
        self.current = None

    def _lose(self, code: str, value: str) -> None:
        """Notes what is lost, with the question that it follows."""
        notes = self.exam.questions[-1].notes if self.exam.questions else self.exam.notes
        notes.append((code, value.replace(WIDE, " ")[:LONGEST_SHOWN]))

    def _let_go(self, question: Question) -> None:
        """The lines behind its last option turned out to belong to none."""
        for line in question.pending:
            if not words.is_noise(line.text):
                question.notes.append(("line_not_read", line.text.replace(WIDE, " ")[:LONGEST_SHOWN]))
        question.pending = []

    def _attach(self, line: Line) -> None:
        """Pictures and losses of a line go to the question it stands in."""
        for code, value in line.lost:
            self._lose(code, value)
        question = self.current
        before, choices = first_choices(line)
        if question and (question.part == STEM or (question.part == CHOICES and choices and before.text)):
            question.pictures += line.pictures
            if line.tabular and line.text and not choices:
                self._lose("table_not_kept", line.text)
        elif self.exam.questions and not self.in_keys:
            for shown in line.pictures:
                self._lose("picture_dropped", shown.alt)

    # --- keys that stand apart ---

    def _take_table(self, table: KeyTable) -> None:
        self.close()
        self.in_keys = True
        if table.unclear:
            self.exam.notes.append(("key_table_unclear", ""))
        self._add(table.keys)

    def _add(self, keys: Keys) -> None:
        for number, letters in keys:
            self.exam.keys.setdefault(number, set()).add((self.section, letters))

    def _take_keys(self, line: Line) -> bool:
        """Whether the line is part of a list of keys and their explanations."""
        text = line.text
        keys = keys_in(text)
        if len(keys) >= FEW or (keys and self.in_keys):
            self.close()
            self.in_keys, self.solved = True, None
            self._add(keys)
            return True
        if words.opens_keys(text) or self._opens_solutions(text):
            self.close()
            self.section = ""
            self.in_keys, self.solved = True, None
            _head, colon, rest = text.partition(":")
            self._add(keys_in(rest) if colon else [])
            return True
        again = not self.in_keys and (solution := solution_in(text)) and solution[0] in self.numbers
        if again and words.question_at(text, by_word=self.by_word) and not self._asks(self.at):
            self.close()
            self.in_keys = True
        return self.in_keys and self._solution(text)

    def _opens_solutions(self, text: str) -> bool:
        """Whether a heading such as "HƯỚNG DẪN GIẢI" stands over solutions of the questions before, from 1 on."""
        behind = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        if words.explanation_at(text) < len(text) or not isinstance(behind, Line):
            return False
        begun = words.question_at(behind.text, by_word=self.by_word)
        return bool(begun and begun[0] in self.numbers and not self._asks(self.at + 1))

    def _solution(self, text: str) -> bool:
        """A line behind the keys that says why: "Câu 1. Chọn A. Vì …", and what follows it."""
        solution = solution_in(text)
        if solution:
            self._add([solution[:2]])
            self.solved = self.numbers.get(solution[0])
            self._explain(self.solved, solution[2])
            return True
        begun = words.question_at(text, by_word=self.by_word)
        if begun:
            self.solved = self.numbers.get(begun[0]) if not self._asks(self.at) else None
            self.in_keys = self.solved is not None
            self._explain(self.solved, text[begun[2] :])
            return self.in_keys
        if self.solved is None or words.is_section(text):
            return False
        if not words.is_noise(text):
            self._explain(self.solved, text)
        return True

    def _asks(self, at: int) -> bool:
        """Whether options follow line `at` before the next number: then it is a question, not a solution."""
        for place, line in enumerate(self.lines[at : at + NEAR]):
            if isinstance(line, KeyTable) or (place and words.question_at(line.text, by_word=self.by_word)):
                return False
            if first_choices(line)[1]:
                return True
        return False

    def _explain(self, question: Question | None, text: str) -> None:
        """Adds to the explanation; a key said in it is taken out."""
        text = text[max(0, words.explanation_at(text)) :]
        letters, rest = words.key_line(text)
        if question and letters:
            question.said.append(letters_in(letters))
            text = rest[max(0, words.explanation_at(rest)) :]
        if question and text.strip():
            question.explanation.append(text)

    # --- questions ---

    def _begin(self, line: Line) -> bool:
        """Whether a question begins with this line."""
        begun = words.question_at(line.text, by_word=self.by_word)
        if not begun:
            return False
        number, level, at = begun
        if not self.by_word and number not in {1, len(self.exam.questions) + 1, self._last() + 1}:
            return False  # a list inside a stem
        self.close()
        self.in_keys = False
        question = Question(number, level or self.level, self.section)
        self.exam.questions.append(question)
        if len(self.exam.questions) > MAX_QUESTIONS:
            raise FileRefused("too_many_items")
        self.numbers.setdefault(number, question)
        self.current = question
        rest = line.part(at)
        rest.pictures, rest.lost = line.pictures, line.lost
        if rest.text:
            self._go_on(question, rest)
        self._attach(rest)
        return True

    def _last(self) -> int:
        return self.exam.questions[-1].number if self.exam.questions else 0

    def _part(self, text: str) -> bool:
        """Whether the line heads what follows it: a level, a section, the end."""
        level = words.level_line(text)
        if level:
            self.level = level
        elif words.is_section(text):
            self.section = words.section_name(text)
        elif not words.is_end(text):
            return False
        self.close()
        return True

    def _go_on(self, question: Question, line: Line) -> None:
        at = words.explanation_at(line.text) if question.part != STEM or question.stem else -1
        letters, _rest = words.key_line(line.text) if question.choices else ("", "")
        if at >= 0 or letters or question.part == EXPLANATION:
            self._let_go(question)
            question.part = EXPLANATION
            self._explain(question, line.text)
        elif question.part == STEM:
            self._stem(question, line)
        else:
            self._choices(question, line)

    def _stem(self, question: Question, line: Line) -> None:
        before, choices = first_choices(line, self._ahead())
        if before.text.strip() and not words.is_rule(before.text):
            question.stem.append(before)
        if choices:
            question.part = CHOICES
            question.choices = choices

    def _choices(self, question: Question, line: Line) -> None:
        if question.small and (begun := first_choices(line))[1] and not begun[1][0].mark.text.islower():
            self._demote(question)
            self._stem(question, line)
            return
        before, choices = next_choices(line, _taken(question), self._ahead(), small=question.small)
        if not choices:
            label = letter_at_start(line)
            if label >= 0 and line.text.strip("*( ")[:1].islower() == question.small and not line.soft:
                question.fault = question.fault or ("option_out_of_order", LETTERS[label])
            (question.choices[-1].texts if line.soft and not question.pending else question.pending).append(line)
            return
        more = [*question.pending, *([before] if before.text.strip() else [])]
        question.choices[-1].texts += [text for text in more if not words.is_noise(text.text)]
        question.pending = []
        question.choices += choices

    def _ahead(self) -> int:
        """The letter with which the next line begins."""
        behind = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        return letter_at_start(behind) if isinstance(behind, Line) else -1

    def _demote(self, question: Question) -> None:
        """Statements a), b), c) before the options A, B, C belong to the stem."""
        for choice in question.choices:
            question.stem += [choice.label, *choice.texts]
        question.stem += question.pending
        question.choices, question.pending, question.part = [], [], STEM


def _taken(question: Question) -> int:
    return LETTERS.index(question.choices[-1].letter) + 1
