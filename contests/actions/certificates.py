"""Certificates are ordered, numbered, revoked. None is ever changed or deleted: a mistake is revoked and said so."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions.disqualify import reason_given
from contests.actions.job import make_job
from contests.models import Certificate, CertificateKind, Contest, Job, Result, ResultList
from contests.queries import certificates as reads
from contests.queries import results
from contests.queries.work import CERTIFICATES
from contests.rules.certificates import new_code, unknown_blanks
from schools.actions import trail
from schools.models import User


@transaction.atomic
def order_certificates(
    *,
    contest: Contest,
    kind: str,
    groups: Collection[str] = (),
    top: int = 0,
    words: Mapping[str, str],
    address: str,
    by: User,
    at: datetime,
) -> Job:
    """A job that numbers and prints certificates of the published results.

    Participation: everybody, or those in `groups`. Merit: whoever has been given a prize, else the first `top` ranks.
    """
    listed = _published(contest)
    _sound(words)
    order = {
        "kind": CertificateKind(kind).value,
        "version": listed.version,
        "groups": sorted(groups),
        "top": top,
        "words": {name: words[name] for name in reads.WORDS},
        "address": address,
    }
    people = reads.chosen(contest, order).count()
    if not people:
        raise Refusal("nobody_chosen", _("Chưa chọn ai để cấp giấy."), status=400)
    job = make_job(kind=CERTIFICATES, contest=contest, order=order, total=people, by=by, at=at)
    note = f"{kind}, results v{listed.version}, {people} people, job {job.pk}"
    trail.record(at=at, actor=by, act="certificates_ordered", subject=contest.code, school=contest.school, note=note)
    return job


@transaction.atomic
def issue_certificates(
    *, contest: Contest, kind: str, results: Sequence[int], by: User | None, at: datetime
) -> tuple[list[Certificate], int]:
    """The certificate of each of these results, in their order: the one that stands, else a new one with a number.

    How many are left out comes second: theirs say something else than the results do now, and must be revoked first.
    """
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    people = ("attempt__user", "attempt__school", "award__prize")
    found = Result.objects.filter(contest=contest, pk__in=results).select_related(*people).in_bulk()
    rows = [found[pk] for pk in results if pk in found]
    there = reads.standing(contest, kind, {row.attempt.user_id for row in rows})
    number = _last_number(contest, kind)
    made: list[Certificate] = []
    for row in rows:
        if row.attempt.user_id not in there:
            made.append(_made(contest, kind, row, number + len(made) + 1, by, at))
    Certificate.objects.bulk_create(made, batch_size=200)
    if made:
        note = f"{kind} {number + 1}-{number + len(made)}"
        trail.record(at=at, actor=by, act="certificates_issued", subject=contest.code, school=contest.school, note=note)
    by_user = {user: one for user, one in there.items() if reads.is_true(one, _of_user(rows, user))}
    by_user |= {one.user_id: one for one in made}
    given = [by_user[row.attempt.user_id] for row in rows if row.attempt.user_id in by_user]
    for one in given:
        one.contest = contest
    return given, len(rows) - len(given)


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User, at: datetime) -> Certificate:
    """From now on its code says that it was revoked, and since when. The reason stays inside."""
    reason = reason_given(reason)
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=certificate.contest_id)
    if not Certificate.objects.filter(pk=certificate.pk, revoked_at=None).update(revoked_at=at, revoke_reason=reason):
        raise Refusal("already_revoked", _("Giấy này đã được thu hồi trước đó."))
    certificate.refresh_from_db()
    note = f"{certificate.kind} {certificate.number}: {reason}"
    trail.record(at=at, actor=by, act="certificate_revoked", subject=contest.code, school=contest.school, note=note)
    return certificate


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, reason: str, by: User, at: datetime) -> Certificate:
    """Revoked, and given anew under a new number with the name and the result as they are now."""
    revoke_certificate(certificate=certificate, reason=reason, by=by, at=at)
    contest = certificate.contest
    row = reads.rows_in_force(contest, {certificate.user_id}).get(certificate.user_id)
    if row is None:
        raise Refusal("not_in_results", _("Người này không còn trong danh sách kết quả nên chỉ thu hồi được."))
    if certificate.kind == CertificateKind.MERIT and not _deserves(contest, row):
        raise Refusal("no_award", _("Người này không còn đạt giải nên chỉ thu hồi được."))
    given, _left = issue_certificates(contest=contest, kind=certificate.kind, results=[row.pk], by=by, at=at)
    return given[0]


def _deserves(contest: Contest, row: Result) -> bool:
    """Where prizes were given, one of them; else it was a matter of ranks that somebody chose."""
    return not reads.has_awards(contest, row.version) or getattr(row, "award", None) is not None


def _published(contest: Contest) -> ResultList:
    listed = results.published_list(contest)
    if listed is None:
        raise Refusal("not_published", _("Kết quả chưa được công bố nên chưa cấp giấy được."))
    return listed


def _sound(words: Mapping[str, str]) -> None:
    for name in ("opening", "about", "text"):
        if wrong := unknown_blanks(words[name]):
            sentence = _("Không có ô điền nào tên là %(blank)s.") % {"blank": wrong[0]}
            raise Refusal("unknown_blank", sentence, status=400, fields={name: [sentence]})


def _last_number(contest: Contest, kind: str) -> int:
    rows = Certificate.objects.filter(contest=contest, kind=kind)
    return int(rows.aggregate(most=Max("number"))["most"] or 0)


def _of_user(rows: Sequence[Result], user_id: int) -> Result | None:
    return next((row for row in rows if row.attempt.user_id == user_id), None)


def _made(contest: Contest, kind: str, row: Result, number: int, by: User | None, at: datetime) -> Certificate:
    made = reads.draft(contest, kind, row)
    made.number, made.code, made.issued_at, made.issued_by = number, new_code(), at, by
    return made
