"""Static files under hashed names, module imports included, so that an old cached module never meets a new one."""

import hashlib

from django import get_version
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command


class HashedStorage(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = False


def collect_if_changed() -> bool:
    """Collect static files unless the last whole collection saw the same ones (a start then saves seconds)."""
    mark, seen = settings.VAR_DIR / "static.seen", _fingerprint()
    if (
        mark.exists()
        and mark.read_text(encoding="ascii") == seen
        and (settings.STATIC_ROOT / "staticfiles.json").exists()
    ):
        return False
    mark.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(seen, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Changes when a static file of the project or a library changes."""
    digest = hashlib.sha256(get_version().encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = storage.get_modified_time(path), storage.size(path)
            digest.update(f"{path} {about}\n".encode())
    return digest.hexdigest()
