import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reports.official.contents import canonical, checksum, to_json
from tests.reports.official.worlds import contents, fill

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 24, 1, 2, 3, tzinfo=UTC)


def test_the_json_carries_a_checksum_that_anybody_can_check() -> None:
    fill()
    shape = json.loads(to_json(contents(), version=3, issued_at=AT))
    text = json.dumps(shape["report"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert shape["checksum"] == hashlib.sha256(text.encode()).hexdigest() == checksum(contents())
    assert shape["issued"] == {"version": 3, "at": "2026-12-24T01:02:03+00:00"}


def test_the_same_rows_give_the_same_bytes() -> None:
    fill()
    assert canonical(contents()) == canonical(contents())


def test_any_changed_figure_changes_the_checksum() -> None:
    fill()
    made = contents()
    assert checksum(replace(made, schools_silent=made.schools_silent + 1)) != checksum(made)


def test_no_pupil_is_named() -> None:
    fill()
    from schools.models import User

    text = canonical(contents())
    assert [name for name in User.objects.values_list("full_name", flat=True) if name in text] == []
