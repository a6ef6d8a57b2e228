"""Exam papers in Word (.docx), as teachers write them. See `_exam_words` for what such papers look like.

Questions begin with "Câu 1." (typed or an automatic number) or, in papers without that word, with bare numbers.
Options are A to H, on lines of their own, beside each other, or in a table. The key is a mark (underlined, bold,
highlighted, red, a star), a line ("Đáp án: B"), or a list or table behind the questions. Papers hold single and
multiple choice in one language, a level, an explanation and a picture; no name, source, remarks, marks or alternative
text in two languages.
"""

from collections.abc import Sequence

from quiz.exchange._exam import exam_of
from quiz.exchange._exam_lines import lines_of
from quiz.exchange._exam_questions import gather
from quiz.exchange._word_body import blocks_of
from quiz.exchange._word_looks import styles_of
from quiz.exchange._word_numbers import numbering_of
from quiz.exchange._word_package import opened
from quiz.exchange.reading import FileRefused, Reading


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of single and multiple choice; texts are taken as Vietnamese. Places are the printed numbers, "#3".

    Problems: no_key, key_conflict, answer_unknown, number_twice, options_too_few, option_out_of_order, option_empty,
    kind_not_carried (a question without options), stem_missing, text_too_long, slug_twice. Notes: number_twice,
    line_not_read, picture_dropped, picture_refused, table_not_kept, textbox_not_read, equation_not_kept,
    object_not_read, symbol_not_read, footnote_not_read, markup_dropped, key_table_unclear, key_without_question.
    Raises `FileRefused`: no_questions, too_many_items, and what `opened` refuses.
    """
    package = opened(data)
    styles = styles_of(package.beside("styles.xml"))
    numbering = numbering_of(package.beside("numbering.xml"))
    blocks = blocks_of(package.parts[package.document], styles)
    exam = exam_of(list(lines_of(blocks, numbering)))
    if not exam.questions:
        raise FileRefused("no_questions")
    return gather(exam, package).reading
