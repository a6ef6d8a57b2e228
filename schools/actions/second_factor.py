"""The second factor: set up with a first right code, asked at every sign-in, replaced by printed codes, taken off."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, Refusal
from schools.actions import trail
from schools.actions.tokens import revoke_all
from schools.models import RecoveryCode, SecondFactor, User
from schools.rules import codes, recovery, totp
from schools.rules.hashing import stored_secret

TRIES = 5
WINDOW = timedelta(minutes=15)


@transaction.atomic
def set_up_second_factor(*, user: User, secret: str, typed: str, at: datetime) -> list[str]:
    """From now on signing in asks for a code; an older app of the same person stops working.

    Needs a right code of the new app. Other sessions end. Gives the ten recovery codes, which nobody can read again.
    """
    if user.is_demo:
        raise NotAllowed(_("Tài khoản minh họa dùng chung nên không bật mã xác thực."))
    step = totp.matching_step(secret, codes.typed_pin(typed), at, after=-1)
    if step is None:
        sentence = _("Mã chưa đúng. Hãy nhập mã đang hiện trong ứng dụng, và xem lại giờ của điện thoại.")
        raise Refusal("wrong_code", sentence, status=422, fields={"code": [sentence]})
    SecondFactor.objects.update_or_create(
        user=user,
        defaults={"secret": secret, "made_at": at, "last_step": step, "failures": 0, "window_started_at": None},
    )
    user.second_factor_at = at
    user.session_version += 1
    user.save(update_fields=["second_factor_at", "session_version"])
    revoke_all(user=user, at=at)
    trail.record(at=at, actor=user, act="second_factor_set", subject=user.username, school=user.school)
    return _new_codes(user, at)


@transaction.atomic
def new_recovery_codes(*, user: User, at: datetime) -> list[str]:
    """Ten new ones; the older ones stop working."""
    if user.second_factor_at is None:
        raise Refusal("no_second_factor", _("Hãy bật mã xác thực trước."), status=409)
    trail.record(at=at, actor=user, act="recovery_codes_made", subject=user.username, school=user.school)
    return _new_codes(user, at)


def _new_codes(user: User, at: datetime) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    fresh = recovery.fresh()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=stored_secret(code), made_at=at) for code in fresh
    )
    return [codes.grouped(code) for code in fresh]


def check_second_factor(*, user: User, typed: str, at: datetime) -> None:
    """Accepts a code of the app, each step once, or a recovery code, each once; refuses anything else in one sentence.

    Counts the try before it looks, so that a hundred at once are still five judged ones. Not one transaction on
    purpose: the count must stand when the try is refused.
    """
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None or not user.is_active:
        raise _wrong()
    if not _counted(factor, at):
        raise Refusal("second_factor_closed", _("Đã nhập nhiều mã chưa đúng. Hãy chờ 15 phút rồi thử lại."), status=429)
    given = codes.typed_code(typed)
    if recovery.is_recovery_code(given):
        _use_recovery_code(user, given, at)
    else:
        _use_step(factor, codes.typed_pin(given), at)
    SecondFactor.objects.filter(pk=factor.pk).update(failures=0, window_started_at=None)


def _counted(factor: SecondFactor, at: datetime) -> bool:
    """Takes one of the tries by a conditional UPDATE; False when none is left."""
    over = Q(window_started_at__isnull=True) | Q(window_started_at__lte=at - WINDOW)
    mine = SecondFactor.objects.filter(pk=factor.pk)
    if mine.filter(over).update(failures=1, window_started_at=at):
        return True
    return bool(mine.filter(failures__lt=TRIES).update(failures=F("failures") + 1))


def _use_step(factor: SecondFactor, typed: str, at: datetime) -> None:
    step = totp.matching_step(factor.secret, typed, at, after=factor.last_step)
    mine = SecondFactor.objects.filter(pk=factor.pk, secret=factor.secret)
    if step is None or not mine.filter(last_step__lt=step).update(last_step=step):
        raise _wrong()


@transaction.atomic
def _use_recovery_code(user: User, given: str, at: datetime) -> None:
    open_codes = RecoveryCode.objects.filter(user=user, code_hash=stored_secret(given), used_at__isnull=True)
    if not open_codes.update(used_at=at):
        raise _wrong()
    left = RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()
    trail.record(
        at=at,
        actor=user,
        act="recovery_code_used",
        subject=user.username,
        school=user.school,
        note=f"{left} left",
    )


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, at: datetime) -> None:
    """Takes it off, for who has lost phone and printed codes; sessions and tokens end. `by=None`: the command line."""
    if user.second_factor_at is None:
        raise Refusal("no_second_factor", _("Tài khoản này chưa bật mã xác thực."), status=409)
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    user.second_factor_at = None
    user.session_version += 1
    user.save(update_fields=["second_factor_at", "session_version"])
    revoke_all(user=user, at=at)
    trail.record(at=at, actor=by, act="second_factor_reset", subject=user.username, school=user.school)


def _wrong() -> Refusal:
    return Refusal("wrong_code", _("Mã chưa đúng hoặc đã dùng. Hãy nhập mã mới nhất trong ứng dụng."), status=401)
