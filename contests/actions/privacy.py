"""Names go when their time is over. Scores, and everything that statistics count, stay as they were.

What an attempt, a certificate or a disqualification pointed at becomes a nameless account, one a person and contest, so
that people within a contest can still be counted, and nothing tells who they are or that two of them are one.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Case, QuerySet, Value, When
from django.utils import translation
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from contests.actions.disqualify import reason_given
from contests.live import publish
from contests.models import (
    Appeal,
    Attempt,
    Certificate,
    Contest,
    Disqualification,
    Entry,
    JobFile,
    LateAnswer,
    Notice,
    PaperKey,
    Pause,
    ResultList,
    RuleVersion,
    SetAside,
    Signal,
)
from contests.queries import retention
from contests.queries import sheet as sheets
from contests.rules.retention import (
    MONTHS_MOST,
    PERSON_MONTHS,
    initials,
    months_later,
    months_to,
    tokens,
    without,
    without_numbers,
)
from quiz.actions.forgetting import forget_practice
from schools.actions import privacy as accounts
from schools.actions import trail
from schools.models import Role, Trail, User

#: People in one transaction, so that answers of other contests never wait long for it.
AT_ONCE = 100
#: Accounts of pupils who left, each of them a look through the trail.
ACCOUNTS = 20


def deidentify_due(*, at: datetime, by: User | None = None, most: int = 300) -> int:
    """Contests and pupils whose time is over forget who is who, step by step; how many people, about `most`."""
    done = 0
    for contest in retention.due(at):
        step = AT_ONCE
        while step == AT_ONCE and done < most:
            step = deidentify_some(contest=contest, by=by, at=at)
            done += step
    if done < most:
        for pupil in retention.people_due(at)[:ACCOUNTS]:
            forget_pupil(pupil=pupil, by=by, at=at)
            done += 1
    last = months_later(clock.day_of(at), -PERSON_MONTHS)
    accounts.forget_sign_ins(before=clock.days_as_instants(last, last)[0])
    return done


@transaction.atomic
def deidentify_some(*, contest: Contest, by: User | None, at: datetime) -> int:
    """The next hundred people of a contest; with the last of them the contest is done. How many they were."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    if not retention.is_due(contest, at):
        raise Refusal("not_due", _("Cuộc thi này chưa đến hạn ẩn danh, hoặc đã ẩn danh rồi."))
    people = list(retention.people_of(contest)[:AT_ONCE])
    if people:
        _forget(contest, people, at)
    if len(people) < AT_ONCE:
        _finish(contest, by, at)
    return len(people)


@transaction.atomic
def forget_pupil(*, pupil: User, by: User | None, at: datetime) -> None:
    """A pupil who has left: practice and places on lists of contests that never were, then the account's identity."""
    for model in retention.LISTED:
        model.objects.filter(user=pupil).delete()
    forget_practice(user_ids=[pupil.pk])
    accounts.deidentify(pupil=pupil, by=by, at=at)


@transaction.atomic
def hold_identities(*, contest: Contest, until: date, reason: str, by: User, at: datetime) -> Contest:
    """Names are kept until a later day, in whole months. The rules say so as a new version; the reason stays inside."""
    reason = reason_given(reason)
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    kept = retention.kept(contest)
    if kept is None:
        raise Refusal("nothing_kept", _("Cuộc thi này không còn giữ danh tính để giữ lại."))
    months = months_to(kept.since, until)
    if months <= contest.retention_months:
        raise _wrong_day(_("Ngày này không muộn hơn hạn đang giữ."))
    if months > MONTHS_MOST:
        raise _wrong_day(_("Giữ lâu nhất %(n)s tháng kể từ khi có kết quả.") % {"n": MONTHS_MOST})
    old = sheets.sheet_of_rules(contest)
    contest.retention_months, contest.rules_version = months, contest.rules_version + 1
    contest.save(update_fields=["retention_months", "rules_version"])
    new = replace(old, retention_months=months)
    with translation.override(settings.LANGUAGE_CODE):  # the record is in the language of the office
        words, changed = sheets.plain(new), "\n".join(sheets.differences(old, new))
    version = contest.rules_version
    RuleVersion.objects.create(contest=contest, version=version, words=words, changed=changed, by=by, at=at)
    note = f"{until:%d/%m/%Y}: {reason}"
    trail.record(at=at, actor=by, act=retention.HELD, subject=contest.code, school=contest.school, note=note)
    return contest


@transaction.atomic
def note_person_export(*, person: User, form: str, by: User, at: datetime) -> None:
    """That somebody else took all that is kept about a person is written down before it goes out."""
    trail.record(at=at, actor=by, act="person_exported", subject=person.username, school=person.school, note=form)


def _wrong_day(sentence: str) -> Refusal:
    return Refusal("wrong_day", sentence, status=422, fields={"until": [sentence]})


def _forget(contest: Contest, people: Sequence[User], at: datetime) -> None:
    strangers = _strangers(contest, people, at)
    _rename_certificates(contest, strangers)
    cases = [When(user_id=person, then=Value(stranger)) for person, stranger in strangers.items()]
    nameless = Case(*cases, output_field=BigIntegerField())
    Attempt.objects.filter(contest=contest, user__in=strangers).update(user_id=nameless, class_name="", receipt="")
    Disqualification.objects.filter(contest=contest, user__in=strangers).update(user_id=nameless)
    for model in retention.LISTED:
        model.objects.filter(contest=contest, user__in=people).delete()
    pupils = [person.pk for person in people if person.role == Role.PUPIL]
    Trail.objects.filter(subject=contest.code, actor__in=pupils).update(actor=None)
    words = {word for person in people for word in _words(person)}
    for rows, column in _texts(contest):
        _rewrite(rows, column, words)


def _strangers(contest: Contest, people: Sequence[User], at: datetime) -> dict[int, int]:
    """A nameless account for everybody who sat it, by person; made in no order, so that numbers tell nothing either."""
    sat: dict[int, int | None] = {}
    for model in (Certificate, Disqualification):
        sat |= dict.fromkeys(model.objects.filter(contest=contest, user__in=people).values_list("user_id", flat=True))
    sat |= dict(Attempt.objects.filter(contest=contest, user__in=people).values_list("user_id", "school_id"))
    found = [person for person in people if person.pk in sat]
    secrets.SystemRandom().shuffle(found)
    made = User.objects.bulk_create([_stranger(person, sat[person.pk] or person.school_id, at) for person in found])
    return {person.pk: stranger.pk for person, stranger in zip(found, made, strict=True)}


def _stranger(person: User, school_id: int | None, at: datetime) -> User:
    mark = secrets.token_hex(6)
    role = Role.PUPIL if school_id else person.role  # whoever has no school cannot pass for a pupil
    stranger = User(username=f"x-{mark}", role=role, school_id=school_id, is_active=False, created_at=at)
    stranger.set_name(f"#{mark}")
    stranger.set_unusable_password()
    stranger.deidentified_at, stranger.is_demo = at, person.is_demo
    return stranger


def _rename_certificates(contest: Contest, strangers: dict[int, int]) -> None:
    """The code still finds it: kind, number and prize of somebody with these initials."""
    rows = list(Certificate.objects.filter(contest=contest, user__in=strangers))
    for row in rows:
        row.user_id, row.name, row.class_name = strangers[row.user_id], initials(row.name), ""
    Certificate.objects.bulk_update(rows, ["user", "name", "class_name"], batch_size=AT_ONCE)


def _words(person: User) -> Iterable[str]:
    card = getattr(person, "card", None)
    names = (person.full_name, person.name_fold, person.username)
    return (word for word in (*names, person.pupil_code, person.ministry_id, card.code if card else "") if word)


def _texts(contest: Contest) -> list[tuple["QuerySet[Any]", str]]:
    """Where staff may have written a name: reasons and notes."""
    out = Disqualification.objects.filter(contest=contest)
    return [
        (Trail.objects.filter(subject=contest.code), "note"),
        (out, "reason"),
        (out, "lift_reason"),
        (ResultList.objects.filter(contest=contest), "reason"),
        (Certificate.objects.filter(contest=contest), "revoke_reason"),
        (PaperKey.objects.filter(item__paper__contest=contest), "reason"),
        (Pause.objects.filter(contest=contest), "reason"),
        (Notice.objects.filter(contest=contest), "text"),
    ]


def _rewrite(rows: "QuerySet[Any]", column: str, words: Collection[str]) -> None:
    for row in rows.exclude(**{column: ""}).only("pk", column):
        text = without(getattr(row, column), words)
        if text != getattr(row, column):
            rows.filter(pk=row.pk).update(**{column: text})


def _finish(contest: Contest, by: User | None, at: datetime) -> None:
    """What was only of use while people could be asked goes; the contest is marked."""
    attempts = Attempt.objects.filter(contest=contest)
    for model in (LateAnswer, Signal, SetAside):
        model.objects.filter(attempt__in=attempts).delete()
    for listed in retention.LISTED:
        listed.objects.filter(contest=contest).delete()
    JobFile.objects.filter(job__contest=contest).delete()
    Appeal.objects.filter(attempt__in=attempts).update(text="", answer="")
    Entry.objects.filter(from_contest=contest).update(from_contest=None, from_rank=None)
    _unname_trail(contest)
    Contest.objects.filter(pk=contest.pk).update(deidentified_at=at)
    trail.record(at=at, actor=by, act="contest_deidentified", subject=contest.code, school=contest.school)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))


def _unname_trail(contest: Contest) -> None:
    """Numbers and user names of people whom no other row of the contest names (taken off its lists, say)."""
    rows = Trail.objects.filter(subject=contest.code).exclude(note="")
    found = {word for note in rows.values_list("note", flat=True) for word in tokens(note)}
    pupils = set(User.objects.filter(username__in=found, role=Role.PUPIL).values_list("username", flat=True))
    for row in rows:
        text = without_numbers(without(row.note, pupils))
        if text != row.note:
            rows.filter(pk=row.pk).update(note=text)
