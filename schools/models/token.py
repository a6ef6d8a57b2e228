"""Tokens for a school's own scripts: a person's rights, narrowed to scopes. Only hashes are kept."""

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """Shown once when it is made. It may never do more than the person whose it is, nor more than its scopes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=200, help_text="space-separated, see schools.rules.scopes")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.user_id}"
