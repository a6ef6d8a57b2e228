"""Files of questions: looked at first, then brought onto a private shelf or into the Department's drafts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from quiz.actions.editing import create_items, fresh_items
from quiz.exchange.formats import read_any
from quiz.exchange.media import media_of
from quiz.exchange.reading import FileRefused
from quiz.exchange.reencode import reencoded
from quiz.models import Picture, Topic, Upload
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.soundness import gradable_problems
from schools.models import User

KEPT_FOR = timedelta(hours=1)
MAX_BYTES = 10_000_000


@dataclass(frozen=True)
class Preview:
    """What a file holds: items to take, those of them whose name is there already, and everything that is wrong."""

    form: str
    drafts: Sequence[ItemDraft]
    there: int
    problems: Sequence[Problem]
    notes: Sequence[Problem]


def preview_file(*, data: bytes, name: str, form: str, topic: str, by: User, private: bool) -> Preview:
    """Reads a file without storing anything. A file that is refused whole is one problem."""
    try:
        if len(data) > MAX_BYTES:
            raise FileRefused("too_large")
        known, reading = read_any(data, name, form)
    except FileRefused as refused:
        return Preview(form, (), 0, (refused.problem,), ())
    drafts, problems = [], list(reading.problems)
    topics = dict(Topic.objects.values_list("code", "pillar"))
    for draft in reading.drafts:
        kept = draft.topic if draft.topic in topics else topic
        filled = replace(draft, topic=kept, pillar=draft.pillar or topics.get(kept, ""))
        if draft.topic not in {"", filled.topic}:
            reading.notes.append(Problem(draft.slug, "topic_not_ours", (draft.topic,)))
        troubles = gradable_problems(filled)
        problems += troubles
        if not troubles:
            drafts.append(_with_safe_picture(filled, reading.notes))
    there = len(drafts) - len(fresh_items(drafts, by, private=private))
    return Preview(known.name, drafts, there, tuple(problems), tuple(reading.notes))


def _with_safe_picture(draft: ItemDraft, notes: list[Problem]) -> ItemDraft:
    """A raster picture made anew; an SVG only if it is, byte for byte, one that the bank has already."""
    picture = draft.picture
    if picture is None or Picture.objects.filter(digest=picture.digest).exists():
        return draft
    try:
        if media_of(picture.data) == "image/svg+xml":
            raise FileRefused("picture_unknown_form")
        return replace(draft, picture=replace(picture, name="picture.webp", data=reencoded(picture.data)))
    except FileRefused as refused:
        notes.append(Problem(draft.slug, "picture_refused", (refused.problem.code,)))
        return replace(draft, picture=None)


@transaction.atomic
def keep_upload(*, data: bytes, name: str, form: str, by: User, at: datetime) -> Upload:
    """Keeps a file between its preview and its import; files older than an hour go."""
    Upload.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return Upload.objects.create(owner=by, name=name[:200], form=form, data=data, created_at=at)


@transaction.atomic
def import_upload(
    *, upload_id: int, topic: str, by: User, at: datetime, private: bool, without_broken: bool
) -> tuple[int, int]:
    """Takes what the preview showed: (new items, already there). Nothing at all while anything in it is broken,
    unless the person said to leave those questions out.
    """
    mine = Upload.objects.select_for_update().filter(owner=by, created_at__gte=at - KEPT_FOR)
    upload = mine.filter(pk=upload_id).first()
    if upload is None:
        raise Refusal("preview_old", _("Bản xem trước đã quá một giờ. Hãy chọn lại tệp."))
    preview = preview_file(
        data=bytes(upload.data), name=upload.name, form=upload.form, topic=topic, by=by, private=private
    )
    if preview.problems and not without_broken:
        raise Refusal("file_has_problems", _("Tệp còn câu lỗi. Hãy sửa tệp, hoặc chọn bỏ qua các câu lỗi."), status=422)
    done = create_items(drafts=preview.drafts, by=by, at=at, private=private)
    upload.delete()
    return done
