"""Static files under hashed names, module imports included, so that an old cached module never meets a new one."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStorage(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = False
