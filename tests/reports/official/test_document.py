"""What a document says: sentences that agree with their numbers, and no number that the snapshot lacks."""

from dataclasses import replace

import pytest

from reports.official.blocks import Grid, Heading, Text
from reports.official.body.changes import moved
from reports.official.contents import Contents
from reports.official.document import document_of, section_of
from reports.official.figures import contents_for
from reports.official.report import Report
from reports.rules import registers
from tests.reports.official.numbers import documents, held, told
from tests.reports.official.reports import correction, empty, filled, issued
from tests.reports.official.worlds import NOVEMBER, TODAY, fill


def sentences(report: Report) -> list[str]:
    return [block.text for block in document_of(report).blocks if isinstance(block, Text)]


def said(report: Report) -> str:
    return "\n".join(sentences(report))


@pytest.mark.parametrize("report", [issued(), correction(), issued(empty()), Report(filled())])
def test_no_number_is_told_that_the_snapshot_lacks(report: Report) -> None:
    found = told(documents(report))
    assert found - held(report) == set()
    assert len(found) > (100 if report.contents.contests_held else 10)


def test_a_number_of_another_snapshot_would_be_seen() -> None:
    """The test above has teeth: with one changed figure the text no longer agrees with the old tree."""
    changed = replace(filled(), overall=replace(filled().overall, participants=4321))
    assert told(documents(issued(changed))) - held(issued()) == {"4.321"}


def test_the_parts_stand_in_the_order_of_the_plan() -> None:
    heads = [block for block in document_of(issued()).blocks if isinstance(block, Heading)]
    assert [head.text.split(".")[0] for head in heads if head.level == 1] == ["I", "II", "III", "IV", "V"]
    assert all(head.text == head.text.upper() for head in heads if head.level == 1)
    assert [head.text[:2] for head in heads if head.level == 2] == ["1.", "2.", "3.", "4.", "5.", "6.", "1.", "2."]
    assert [head.text[:2] for head in heads if head.level == 3] == ["a)", "b)"]


def test_an_empty_period_makes_an_honest_report() -> None:
    text = said(issued(empty()))
    assert text.count("không có cuộc thi nào") == 1
    assert text.count("Chưa có số liệu.") == 6
    assert "0" not in text.replace("2026", "")
    assert [annex.name for annex in document_of(issued(empty())).annexes] == ["Phụ lục"]
    assert not any(isinstance(block, Grid) for block in document_of(issued(empty())).blocks)


def test_none_is_said_once_schools_have_reported_none() -> None:
    reported = replace(empty(), registers=registers.Registers(returns=registers.Returns(40, 3)))
    text = said(issued(reported))
    assert "03 trên 40 trường đã báo cáo" in text
    assert "Không có buổi nói chuyện chuyên đề nào được ghi nhận" in text


def test_words_agree_with_numbers() -> None:
    text = said(issued())
    for words in (
        "có 02 cuộc thi", "có 37 trường có học sinh dự thi", "Có 01 trường được mời chưa có học sinh dự thi",
        "số lượt thi giảm 33 lượt", "số trường có học sinh dự thi không thay đổi", "độ phủ tăng 1,5 điểm phần trăm",
        "Có 05 buổi nói chuyện chuyên đề tại 03 trường, gồm 02 buổi tổ chức riêng và 03 buổi lồng ghép",
        "đạt 01 giải nhì, 02 giải ba", "Cuộc thi của Đoàn (Tỉnh đoàn): chưa có số liệu về người dự thi.",
        "Ngân sách cấp tỉnh: 45.000.000 đồng", "Tính riêng có 1.234 học sinh",
    ):  # fmt: skip
        assert words in text, words
    nobody = replace(filled(), overall=replace(filled().overall, participants=0, schools_taking_part=0, coverage=0.0))
    assert "không có trường nào có học sinh dự thi, đạt độ phủ 0,0%" in said(issued(nobody))
    assert (moved(0, "trường"), moved(-1, "trường")) == ("không thay đổi", "giảm 01 trường")


def test_a_rate_that_is_not_known_is_called_so() -> None:
    unknown = replace(filled(), overall=replace(filled().overall, rate=None, enrolled=None))
    assert "Tỷ lệ tham gia: chưa có số liệu" in said(issued(unknown))


def test_merged_rows_say_how_many_they_are() -> None:
    text = "\n".join(documents(issued()))
    assert "Gộp 03 địa bàn dưới 05 học sinh" in text
    assert "Gộp 02 trường dưới 05 học sinh" in text


def test_the_office_words_its_parts_paragraph_by_paragraph() -> None:
    blocks = document_of(correction()).blocks
    texts = {block.section: block for block in blocks if isinstance(block, Text) and block.section}
    assert set(texts) == {"opening", "strengths", "limits", "causes", "tasks", "proposals"}
    assert not any(block.waits for block in texts.values())
    assert [b.text for b in blocks if isinstance(b, Text) and b.section == "strengths"] == [
        "Các trường tham gia đông đủ.", "Học sinh hào hứng.",
    ]  # fmt: skip
    waiting = [b.section for b in document_of(issued()).blocks if isinstance(b, Text) and b.waits]
    assert waiting == ["strengths", "limits", "tasks", "proposals"]


def test_a_correction_says_what_it_replaces_and_what_changed() -> None:
    document = document_of(correction())
    last = document.annexes[-1]
    assert last.title == "NỘI DUNG ĐIỀU CHỈNH SO VỚI BẢN 01"
    assert f"là bản số 02, thay thế bản số 01 của cùng kỳ; nội dung điều chỉnh nêu tại {last.name}" in said(
        correction()
    )
    grid = next(block for block in last.blocks if isinstance(block, Grid))
    assert grid.rows == [("1", "Học sinh dự thi", "1.230", "1.234"), ("2", "Độ phủ", "chưa có số liệu", "92,5%")]


def test_the_body_points_to_every_annex() -> None:
    document = document_of(correction())
    assert len(document.annexes) == 6
    assert all(annex.name in sentences(correction())[-1] for annex in document.annexes)
    assert sentences(correction())[-1].endswith("./.")


def test_a_draft_says_that_nothing_is_frozen_where_a_version_has_its_checksum() -> None:
    def last_said(report: Report) -> list[str]:
        annex = next(its for its in document_of(report).annexes if its.title == "CÁCH TÍNH SỐ LIỆU")
        return [block.text for block in annex.blocks if isinstance(block, Text)][-2:]

    assert last_said(Report(filled()))[-1].startswith("Bản dự thảo: ")
    assert last_said(issued())[0].startswith("Bản số 01, ")
    assert last_said(issued())[1] == issued().checksum


def test_the_section_alone_has_neither_letterhead_nor_signature() -> None:
    document = section_of(issued())
    assert (document.front, document.back) == (None, None)
    heads = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == ["II. KẾT QUẢ THỰC HIỆN"]
    assert len(document.annexes) == len(document_of(issued()).annexes)


@pytest.mark.parametrize(
    ("to", "lines"),
    [
        ((), ("Kính gửi: ………………………………………………….",)),
        (("Bên A",), ("Kính gửi: Bên A.",)),
        (("Bên A", "Bên B"), ("Kính gửi:", "- Bên A;", "- Bên B.")),
    ],
)
def test_recipients_stand_as_the_decree_has_them(to: tuple[str, ...], lines: tuple[str, ...]) -> None:
    contents: Contents = replace(empty(), letterhead=replace(empty().letterhead, to=to))
    front = document_of(issued(contents)).front
    assert front is not None
    assert tuple(line.replace("…", "") for line in front.to) == tuple(line.replace("…", "") for line in lines)


@pytest.mark.django_db
@pytest.mark.parametrize("published", [True, False])
def test_figures_of_a_played_world_tell_no_other_numbers(published: bool) -> None:
    fill()
    report = Report(contents_for(NOVEMBER, is_demo=False, today=TODAY, published=published))
    assert report.contents.overall.participants
    assert told(documents(report)) - held(report) == set()
