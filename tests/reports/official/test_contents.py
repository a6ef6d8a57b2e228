from dataclasses import replace

import pytest

from reports.official.report import Report
from reports.official.snapshot import digest_of, to_text
from tests.reports.official.worlds import contents, fill

pytestmark = pytest.mark.django_db


def test_the_same_rows_give_the_same_bytes() -> None:
    fill()
    assert to_text(Report(contents())) == to_text(Report(contents()))


def test_any_changed_figure_changes_the_checksum() -> None:
    fill()
    made = contents()
    assert digest_of(replace(made, schools_silent=made.schools_silent + 1)) != digest_of(made)


def test_no_pupil_is_named() -> None:
    fill()
    from schools.models import User

    text = to_text(Report(contents()))
    assert [name for name in User.objects.values_list("full_name", flat=True) if name in text] == []
