"""`python -m benchmarks.fill --people N --begun M`: a prepared database with an open contest, in a process of its own.

Says as JSON who takes part: the contest's code, every pupil's session, and for those who have begun their attempts.
"""

import argparse
import io
import json
import sys
from datetime import timedelta
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--begun", type=int, default=0)
    parser.add_argument("--hours", type=float, default=2.0)
    options = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_questions", stdout=io.StringIO())
    print(json.dumps(_world(options.people, options.begun, options.hours)))
    return 0


def _world(people: int, begun: int, hours: float) -> dict[str, Any]:
    from backend import clock
    from contests.actions import demonstration as actions
    from contests.actions.starting import Press, Started, start_attempts
    from contests.queries import demonstration as reads
    from quiz.rules.kinds import best_value, wrong_value

    window = timedelta(hours=hours)
    contest = actions.gather_crowd(
        students=people, seed="bench", window=window, lead=timedelta(), items=20, at=clock.now()
    )
    pupils = reads.invited_pupils(contest)
    presses = [Press(pupil, clock.now(), opens=True) for pupil in pupils[:begun]]
    started = start_attempts(contest=contest, presses=presses)
    attempts = [one.attempt for one in started if isinstance(one, Started)]
    choices = [
        (item.id, value)
        for item in reads.keyed_items(contest)
        for value in (best_value(item.kind, item.key), wrong_value(item.kind, item.key, item.options))
    ]
    return {
        "code": contest.code,
        "choices": choices,
        "attempts": [attempt.pk for attempt in attempts],
        "sessions": _signed_in(pupils),
        "secrets": _cards(pupils),
    }


def _signed_in(pupils: list[Any]) -> list[str]:
    """As `contests.actions.demonstration.sign_in` leaves it, in one statement for thousands."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.base import VALID_KEY_CHARS
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils.crypto import get_random_string

    from contests.actions.demonstration import CARD_BACKEND

    store, rows = SessionStore(), []
    for pupil in pupils:
        held = {SESSION_KEY: str(pupil.pk), BACKEND_SESSION_KEY: CARD_BACKEND}
        held[HASH_SESSION_KEY] = pupil.get_session_auth_hash()
        expires = store.get_expiry_date()
        key = get_random_string(32, VALID_KEY_CHARS)
        rows.append(Session(session_key=key, session_data=store.encode(held), expire_date=expires))
    Session.objects.bulk_create(rows, batch_size=500)
    return [row.session_key for row in rows]


def _cards(pupils: list[Any]) -> list[str]:
    """A QR's secret for each pupil; their PINs open nothing (to hash thousands of them would take minutes)."""
    from backend import clock
    from schools.models import LoginCard
    from schools.rules import codes
    from schools.rules.hashing import stored_secret

    secrets = [codes.card_secret() for _pupil in pupils]
    LoginCard.objects.bulk_create(
        (
            LoginCard(
                user=pupil,
                code=f"B{pupil.pk:07}",
                pin_hash="!",
                secret_hash=stored_secret(secret),
                printed_at=clock.now(),
            )
            for pupil, secret in zip(pupils, secrets, strict=True)
        ),
        batch_size=500,
    )
    return secrets


if __name__ == "__main__":
    sys.exit(main())
