"""The words around a printed paper, and its parts as the page maker wants them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.exchange.paper_print import (
    ENDINGS,
    AnswerSheet,
    Head,
    KeyPage,
    PaperText,
    PrintedItem,
    SheetItem,
)
from contests.models import Contest, Paper
from contests.queries import keys
from contests.queries.paper import code_of, items_printed, marked_items
from contests.rules.marks import Marked, mark_of
from contests.rules.scoring import Key
from contests.templatetags.points import points
from quiz import queries as bank
from quiz.rules.kinds.matching import is_partner
from quiz.rules.kinds.text import spelling


def head(contest: Contest) -> Head:
    """In the language that is active."""
    return Head(
        school=contest.school.name if contest.school else _("Sở Giáo dục và Đào tạo tỉnh Cà Mau"),
        title=contest.title,
        contest_code=contest.code,
        demo=_("Số liệu minh họa") if contest.is_demo else "",
        paper_label=_("Mã đề"),
        name_label=_("Họ và tên:"),
        class_label=_("Lớp:"),
        number_label=_("Mã học sinh:"),
        question_label=_("Câu"),
        page_label=_("Trang"),
        end=_("Hết"),
        answers_title=_("Phiếu trả lời"),
        keys_title=_("Đáp án cho người chấm"),
        answer_label=_("Trả lời:"),
        how_to_fill=_(
            "Đánh dấu x vào ô em chọn. Muốn đổi, khoanh tròn ô cũ rồi đánh dấu ô mới. "
            "Câu ghép đôi viết chữ cái, câu sắp thứ tự viết số vào ô của từng ý."
        ),
        key_column=_("Đáp án"),
        points_column=_("Điểm"),
        points_label=_("điểm"),
        qr_alt=_("Mã học sinh dạng QR"),
    )


def how_to_answer(kind: str) -> str:
    """What to do on paper, by kind; nothing for a plain choice."""
    return {
        "multiple": _("Chọn tất cả phương án đúng."),
        "matching": _("Viết chữ cái của phần ghép đúng vào ô. Một chữ có thể dùng nhiều lần, hoặc không dùng đến."),
        "ordering": _("Viết số thứ tự vào ô. Số 1 là đầu tiên."),
        "number": _("Viết một con số."),
        "text": _("Viết câu trả lời ngắn."),
    }.get(kind, "")


def paper_text(contest: Contest, paper: Paper, language: str) -> PaperText:
    """A whole paper without its key."""
    items = items_printed(paper, language=language)
    same = len({item.points for item in items}) < 2
    minutes = contest.length_ms // 60_000
    summary = ngettext("%(n)s câu", "%(n)s câu", len(items)) % {"n": len(items)}
    summary += " · " + ngettext("thời gian làm bài %(n)s phút", "thời gian làm bài %(n)s phút", minutes) % {
        "n": minutes
    }
    return PaperText(code_of(paper), tuple(_printed(item, same_points=same) for item in items), summary)


def _printed(item: bank.ShownItem, *, same_points: bool) -> PrintedItem:
    partners = [option.text for option in item.options if is_partner(option.code)]
    rows = [option.text for option in item.rows]
    chooses, pairs = item.kind in {"single", "multiple"}, item.kind in {"matching", "ordering"}
    return PrintedItem(
        number=item.number,
        kind=item.kind,
        stem=item.stem,
        how=how_to_answer(item.kind),
        points="" if same_points else f"{points(item.points)} {_('điểm')}",
        options=tuple(rows if chooses else partners if item.kind == "matching" else ()),
        rows=tuple(rows if pairs else ()),
        picture=item.picture.digest if item.picture else "",
        alt=item.picture.alt if item.picture else "",
    )


def with_pictures(papers: Sequence[PaperText]) -> tuple[list[PaperText], dict[str, bytes]]:
    """The papers with the file names of their pictures, and those files."""
    digests = {item.picture for paper in papers for item in paper.items if item.picture}
    found = bank.pictures_by_digest(digests)
    names = {digest: f"{digest}.{ENDINGS[media]}" for digest, (media, _data) in found.items() if media in ENDINGS}
    files = {name: found[digest][1] for digest, name in names.items()}
    return [_named(paper, names) for paper in papers], files


def _named(paper: PaperText, names: Mapping[str, str]) -> PaperText:
    items = [PrintedItem(**{**vars(item), "picture": names.get(item.picture, "")}) for item in paper.items]
    return PaperText(paper.code, tuple(items), paper.summary)


def sheet_items(paper: Paper) -> tuple[SheetItem, ...]:
    """The places of its answer sheet."""
    return tuple(
        SheetItem(item.position, item.kind, options=len(item.codes), rows=len(item.rows) if _has_rows(item) else 0)
        for item in marked_items(paper)
    )


def _has_rows(item: Marked) -> bool:
    return item.kind in {"matching", "ordering"}


def blank_sheet(paper: Paper) -> AnswerSheet:
    return AnswerSheet(code_of(paper), sheet_items(paper))


def key_page(paper: Paper) -> KeyPage:
    """The key as marks of this paper. Only for `access.papers_to_read`."""
    right = keys.keys_of(paper)
    worth = {item.id: item.points for item in items_printed(paper)}
    return KeyPage(
        code_of(paper),
        tuple((item.position, key_mark(item, right[item.id]), points(worth[item.id])) for item in marked_items(paper)),
    )


def key_mark(item: Marked, key: Key) -> str:
    """The key of an item as it would stand on an answer sheet, with what a later ruling made of it."""
    if key.ruling == "void":
        return _("bỏ câu này")
    if key.ruling == "all_right":
        return _("mọi bài được điểm")
    return _(" hoặc ").join(_one_key(item, value) for value in key.keys)


def _one_key(item: Marked, value: Sequence[str]) -> str:
    if item.kind == "number":
        return value[0] if value[0] == value[-1] else f"{value[0]} – {value[-1]}"
    if item.kind == "text":
        return " / ".join(map(spelling, value))
    return mark_of(item, value)
