"""What is kept reads back as it was, and anybody can check that it is."""

import hashlib
import json
from dataclasses import replace

import pytest

from reports.official.contents import Contents
from reports.official.report import Report
from reports.official.snapshot import checksum_of, digest_of, intact, report_of, to_text
from tests.reports.official.leaves import changed, leaves
from tests.reports.official.reports import correction, empty, filled, issued


def sealed(report: Report) -> Report:
    return replace(report, checksum=checksum_of(report.contents, report.wording))


@pytest.mark.parametrize("make", [issued, correction, lambda: Report(empty())])
def test_a_report_reads_back_exactly_and_writes_the_same_bytes(make) -> None:
    report = sealed(make())
    text = to_text(report)
    assert report_of(text) == report
    assert to_text(report_of(text)) == text
    assert intact(text)


def test_every_leaf_comes_back_and_moves_the_checksum() -> None:
    report = sealed(issued(filled(schools=1, units=1, weeks=1)))
    places = [(path, kind) for path, kind in leaves(report.contents, Contents) if path != ("schema",)]
    sums, other = {digest_of(report.contents)}, report.contents
    for path, kind in places:
        sums.add(digest_of(changed(report.contents, path, kind)))
        other = changed(other, path, kind)
    assert len(sums) == 1 + len(places)
    assert report_of(to_text(replace(report, contents=other))).contents == other


def test_the_checksum_can_be_made_with_a_json_parser_alone() -> None:
    its = json.loads(to_text(sealed(issued())))
    core = {name: its[name] for name in ("report", "wording")}
    text = json.dumps(core, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == its["checksum"]


def test_words_count_and_who_froze_it_does_not() -> None:
    report = issued()
    words = {**report.wording, "limits": "Khác."}
    assert checksum_of(report.contents, words) != checksum_of(report.contents, report.wording)
    later = replace(sealed(report), version=7, reason="Khác")
    assert intact(to_text(later))
    assert not intact(to_text(replace(later, wording=words)))


def test_a_younger_field_has_its_default_and_another_shape_is_no_report() -> None:
    its = json.loads(to_text(issued()))
    del its["report"]["papers"]
    assert report_of(json.dumps(its)).contents.papers == ()
    its["report"]["of_tomorrow"] = 1
    with pytest.raises(ValueError):
        report_of(json.dumps(its))
    with pytest.raises(ValueError):
        report_of(json.dumps({"report": {"schema": "asean-report/1"}}))
