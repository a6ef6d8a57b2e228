"""A draft: the document as it would be, with the office's words to write beside the section they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from reports import access
from reports.actions.drafts import Typed, close_draft, reopen_draft, restore_text, word_draft
from reports.models import DraftText, ReportDraft
from reports.official.report import SECTIONS, Report
from reports.queries.drafts import Section, sections_of
from reports.queries.registers import register_totals
from reports.rules.office_words import LONGEST, typed_figures
from reports.rules.periods import Period
from reports.rules.registers import Remark
from schools.views.numbers import number

#: What a school said, and the section that it is offered for.
TAKEN = {"difficulties": "limits", "proposals": "proposals"}
SECTION_WORDS = {
    "opening": gettext_lazy("Lời mở đầu"),
    "direction": gettext_lazy("Công tác chỉ đạo, triển khai"),
    "results": gettext_lazy("Kết quả thực hiện"),
    "strengths": gettext_lazy("Ưu điểm"),
    "limits": gettext_lazy("Hạn chế"),
    "causes": gettext_lazy("Nguyên nhân"),
    "tasks": gettext_lazy("Phương hướng, nhiệm vụ"),
    "proposals": gettext_lazy("Kiến nghị, đề xuất"),
}
#: Sections that a report needs; the others may stay empty.
NEEDED = ("strengths", "limits", "tasks", "proposals")
FILES = ("docx", "pdf")


@dataclass(frozen=True)
class Editor:
    """A section's text area: what stands in it, what it was written upon, what is the matter with it."""

    section: str
    label: object
    text: str
    base: int
    earlier: tuple[DraftText, ...]
    error: str = ""
    theirs: DraftText | None = None
    needed: bool = False

    @property
    def is_open(self) -> bool:
        return bool(self.error) or (self.needed and not self.text)

    @property
    def by_hand(self) -> bool:
        """Numbers were typed that are no linked figures."""
        return typed_figures(self.text)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The document with its editors; a POST saves every section that was changed, and keeps what it must refuse."""
    its = access.draft_to_write(request.user, draft_id)
    if request.method != "POST":
        return _page(request, its, {}, {})
    officer, at = access.desk_to_see(request.user), clock.now()
    typed = _typed(request.POST)
    went = request.POST.get("section", "")
    if taken := _taken(its, request.POST.get("take", "")):
        went, said = taken
        before = typed[went].text.rstrip() if went in typed else ""
        typed[went] = Typed(f"{before}\n{said}".strip(), typed[went].base if went in typed else 0)
    try:
        outcome = word_draft(draft=its, typed=typed, by=officer, at=at)
        if (back := number(request.POST.get("back", ""))) is not None and not outcome.refused:
            went = restore_text(draft=its, text_id=back, by=officer, at=at)
            messages.success(request, _("Đã lấy lại bản trước của phần %(name)s.") % {"name": SECTION_WORDS[went]})
    except Refusal as refusal:
        if refusal.code != "draft_closed":
            raise
        messages.error(request, str(refusal.detail))
        return _page(request, its, typed, {}, status=refusal.status)
    if outcome.refused:
        status = max(refusal.status for refusal in outcome.refused.values())
        kept = {section: typed[section] for section in outcome.refused}  # the others show what stands now
        return _page(request, its, kept, outcome.refused, status=status)
    if outcome.saved:
        n = len(outcome.saved)
        messages.success(request, ngettext("Đã lưu %(n)s phần.", "Đã lưu %(n)s phần.", n) % {"n": n})
    return redirect(f"{reverse('reports:draft', args=[its.pk])}{f'#s-{went}' if went in SECTIONS else ''}")


def _typed(sent: QueryDict) -> dict[str, Typed]:
    return {
        section: Typed(sent.get(section, ""), number(sent.get(f"base_{section}", "")) or 0)
        for section in SECTIONS
        if section in sent
    }


def _taken(draft: ReportDraft, asked: str) -> tuple[str, str] | None:
    """`difficulties-<mark>` → the section and what that school said, with its name."""
    kind, _dash, mark = asked.partition("-")
    if kind not in TAKEN:
        return None
    remarks = register_totals(Period(draft.from_day, draft.to_day), is_demo=draft.is_demo).remarks
    if (its := next((remark for remark in remarks if _mark(remark) == mark), None)) is None:
        raise NotThere(_("Không có ý kiến này."))
    return TAKEN[kind], f"{its.school}: {' '.join(getattr(its, kind).split())}"


def _mark(remark: Remark) -> str:
    """Names a remark by what it says: its place in the list moves when another school writes."""
    return sha256(repr(remark).encode()).hexdigest()[:12]


def _page(
    request: HttpRequest,
    draft: ReportDraft,
    typed: Mapping[str, Typed],
    refused: Mapping[str, Refusal],
    status: int = 200,
) -> HttpResponse:
    from reports.actions.freezing import published  # noqa: PLC0415 - pandas
    from reports.official.document import document_of  # noqa: PLC0415 - the makers of files
    from reports.official.placeholders import PLACEHOLDERS, values_of  # noqa: PLC0415 - beside them
    from reports.official.preview import marked, parts  # noqa: PLC0415 - beside them

    contents, stands = published(draft, at=clock.now()), sections_of(draft)
    words = {name: section.text for name, section in stands.items()}
    document = document_of(Report(contents, marked(words, contents)))
    values = values_of(contents)
    shown = parts(document.blocks)
    editors = {name: _editor(name, stands.get(name, Section(None, ())), typed, refused) for name in SECTIONS}
    placed = {part.section for part in shown}
    context: dict[str, Any] = {
        "draft": draft,
        "contents": contents,
        "document": document,
        "parts": [(part, editors.get(part.section)) for part in shown],
        "left_over": [editor for name, editor in editors.items() if name not in placed],
        "annexes": [(annex, parts(annex.blocks)) for annex in document.annexes],
        "figures": [(its.name, its.label, values[its.name]) for its in PLACEHOLDERS],
        "longest": LONGEST,
        "remarks": [(_mark(remark), remark) for remark in contents.registers.remarks],
        "issued": draft.issued.defer("snapshot").first() if draft.closed_at else None,
        "wrong": [editor for editor in editors.values() if editor.error],
        "demo": draft.is_demo,
    }
    return render(request, "reports/desk/draft.html", context, status=status)


def _editor(name: str, stands: Section, typed: Mapping[str, Typed], refused: Mapping[str, Refusal]) -> Editor:
    """After a refusal what was typed stays, and is from now on written upon the newest text, which stands beside it."""
    refusal, label, its = refused.get(name), SECTION_WORDS[name], typed.get(name)
    moved = refusal is not None and refusal.code == "text_moved"
    return Editor(
        section=name,
        label=label,
        text=its.text if its else stands.text,
        base=its.base if its and not refusal else stands.base,
        earlier=stands.earlier,
        error=str(refusal.detail) if refusal else "",
        theirs=stands.newest if moved else None,
        needed=name in NEEDED,
    )


@login_required
@require_safe
def draft_file(request: HttpRequest, draft_id: int, kind: str) -> HttpResponse:
    """The draft as it is now, as a file that says it is one."""
    its = access.draft_to_write(request.user, draft_id)
    if kind not in FILES:
        raise NotThere(_("Bản thảo không có tệp như vậy."))
    from reports.actions.freezing import filled, published  # noqa: PLC0415 - pandas
    from reports.official.formats import FORMATS  # noqa: PLC0415 - the makers of files

    contents = published(its, at=clock.now())
    words = {name: section.text for name, section in sections_of(its).items()}
    made = Report(contents, filled(words, contents))
    response = HttpResponse(FORMATS[kind].make(made), content_type=FORMATS[kind].content_type)
    response["Content-Disposition"] = f'attachment; filename="{FORMATS[kind].file_name(made)}"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def close(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put away; the list says how to take it up again."""
    its = access.draft_to_write(request.user, draft_id)
    close_draft(draft=its, by=access.desk_to_see(request.user), at=clock.now())
    messages.success(request, _("Đã cất bản thảo. Lời văn vẫn còn, mở lại được."))
    return redirect("reports:draft", its.pk)


@login_required
@require_POST
def reopen(request: HttpRequest, draft_id: int) -> HttpResponse:
    its = access.draft_to_write(request.user, draft_id)
    try:
        reopen_draft(draft=its, by=access.desk_to_see(request.user), at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, _("Đã mở lại bản thảo."))
    return redirect("reports:draft", its.pk)
