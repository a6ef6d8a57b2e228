"""Tokens of a person."""

from datetime import datetime

from schools.models import ApiToken, User
from schools.rules.hashing import stored_secret


def tokens_of(user: User) -> list[ApiToken]:
    """All of them, newest first; what each is worth now is said by `works`."""
    return list(ApiToken.objects.filter(user=user).order_by("-made_at", "-pk"))


def works(token: ApiToken, at: datetime) -> bool:
    """Whether it still opens anything: neither taken back nor run out."""
    return token.revoked_at is None and token.expires_at > at


def token_of(text: str) -> ApiToken | None:
    """The token with this text, with its person."""
    return ApiToken.objects.filter(token_hash=stored_secret(text)).select_related("user").first()
