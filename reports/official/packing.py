"""What makes files the same bytes whenever they are written: archives of one fixed day, one moment that a file may say
it was made at."""

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from reports.official.report import Report

DAY = (1980, 1, 1, 0, 0, 0)  # the first that the format knows


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def repacked(archive: bytes) -> bytes:
    """The same entries without the moment at which they were written."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        return packed({name: opened.read(name) for name in opened.namelist()})


def moment_of(report: Report) -> datetime:
    """When the figures were frozen, of a draft the end of its period; UTC, whole seconds, without a zone."""
    at = report.frozen_at or datetime.combine(report.contents.last, datetime.min.time(), UTC)
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
