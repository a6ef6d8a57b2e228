"""The parts of the report, from its opening to the closing mark."""

from collections.abc import Iterator

from reports.official.blocks import Block, Heading, Text
from reports.official.body.activities import exchanges, lessons, money, publicity, talks
from reports.official.body.contests import contests
from reports.official.body.sentences import Places, at, span_of, there, worded
from reports.official.report import Report
from reports.rules import wording
from reports.rules.wording import capital, padded, short_day

__all__ = ["SUBJECT", "body", "results", "span_of"]
SUBJECT = "Kết quả thực hiện Kế hoạch thông tin tuyên truyền, quảng bá ASEAN"
BLANK_PLAN = "Kế hoạch số ………… ngày ……/……/………… của Ủy ban nhân dân tỉnh về thông tin tuyên truyền, quảng bá ASEAN"
MOST_DOCUMENTS = 8


def body(report: Report, places: Places) -> Iterator[Block]:
    """The report from its opening to the closing mark, annexes apart."""
    yield from _opening(report, places)
    yield from _direction(report, places)
    yield from results(report, places)
    yield from _judgement(report, places)
    yield from _closing(report, places)


def _opening(report: Report, places: Places) -> Iterator[Text]:
    contents = report.contents
    yield from worded(report, "opening", open_if_missing=False)
    if report.corrects:
        said = f"Báo cáo này là bản số {padded(report.version)}, thay thế bản số {padded(report.corrects)} của cùng kỳ"
        detail = f"; nội dung điều chỉnh nêu tại {places['correction']}" if "correction" in places else ""
        yield Text(f"{said}{detail}.")
    plan = contents.letterhead.plan or BLANK_PLAN
    yield Text(
        f"Thực hiện {plan}, {contents.letterhead.agency} báo cáo kết quả {span_of(contents)}, số liệu tính đến "
        f"{wording.day(contents.cut_off)}, như sau:"
    )


def _direction(report: Report, places: Places) -> Iterator[Block]:
    yield Heading(1, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")
    documents = report.contents.registers.documents
    if not documents:
        yield Text(f"Văn bản chỉ đạo, triển khai: {wording.NO_DATA}.")
    elif len(documents) > MOST_DOCUMENTS:
        yield Text(
            f"Trong kỳ đã ban hành {padded(len(documents))} văn bản chỉ đạo, triển khai{at(places, 'registers')}."
        )
    else:
        yield Text(f"Trong kỳ đã ban hành {padded(len(documents))} văn bản chỉ đạo, triển khai:")
        for place, line in enumerate(documents, start=1):
            end = "." if place == len(documents) else ";"
            yield Text(f"- Văn bản số {line.number} ngày {short_day(line.day)}: {line.abstract.rstrip(' .;')}{end}")
    yield from worded(report, "direction", open_if_missing=False)


def results(report: Report, places: Places) -> Iterator[Block]:
    """Part II, which also goes alone to the agency that puts the province's report together."""
    contents = report.contents
    yield Heading(1, "II. KẾT QUẢ THỰC HIỆN")
    yield from worded(report, "results", open_if_missing=False)
    returns = contents.registers.returns
    if returns.asked:
        said = "chưa có trường nào báo cáo"
        if returns.reported:
            said = f"{padded(returns.reported)} trên {padded(returns.asked)} trường đã báo cáo"
        yield Text(f"Số liệu các mục 1, 2, 4, 5, 6 và điểm b mục 3 lấy từ sổ theo dõi: {said}.")
    yield Heading(2, "1. Nói chuyện chuyên đề")
    yield from talks(contents, places)
    yield Heading(2, "2. Đưa nội dung ASEAN vào giảng dạy, hoạt động ngoại khóa")
    yield from lessons(contents, places)
    yield Heading(2, "3. Cuộc thi tìm hiểu về ASEAN")
    yield from contests(contents, places)
    yield Heading(2, "4. Giao lưu")
    yield from exchanges(contents)
    yield Heading(2, "5. Tuyên truyền, quảng bá")
    yield from publicity(contents, places)
    yield Heading(2, "6. Kinh phí")
    yield from money(contents)


def _judgement(report: Report, places: Places) -> Iterator[Block]:
    contents, remarks = report.contents, report.contents.registers.remarks
    yield Heading(1, "III. ĐÁNH GIÁ CHUNG")
    yield Heading(2, "1. Ưu điểm")
    yield from worded(report, "strengths")
    yield Heading(2, "2. Hạn chế, nguyên nhân")
    if contents.schools_silent:
        said = capital(there(contents.schools_silent, "trường"))
        yield Text(f"{said} được mời chưa có học sinh dự thi{at(places, 'participation')}.")
    if any(line.difficulties for line in remarks):
        yield Text(f"Khó khăn, vướng mắc do các trường nêu được tổng hợp tại {places['registers']}.")
    yield from worded(report, "limits")
    yield from worded(report, "causes", open_if_missing=False)
    yield Heading(1, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ")
    yield from worded(report, "tasks")
    yield Heading(1, "V. KIẾN NGHỊ, ĐỀ XUẤT")
    if any(line.proposals for line in remarks):
        yield Text(f"Kiến nghị của các trường được tổng hợp tại {places['registers']}.")
    yield from worded(report, "proposals")


def _closing(report: Report, places: Places) -> Iterator[Text]:
    contents = report.contents
    yield Text(
        f"Trên đây là báo cáo kết quả {span_of(contents)} của {contents.letterhead.agency}. "
        f"Số liệu chi tiết, cách tính số liệu tại {wording.joined(list(places.values()))} kèm theo./."
    )
