"""How well it went, as tables."""

from reports.official import names
from reports.official.contents import Contents
from reports.official.tables.shape import HIDDEN, Column, Table

N = Column("n", "Số lượt", "count", "Số lượt thi làm căn cứ", "Turns it rests on")
LOW = Column("low", "Khoảng tin cậy từ", "percent", "Cận dưới khoảng tin cậy 95%", "Lower end, 95 %", empty="")
HIGH = Column("high", "Khoảng tin cậy đến", "percent", "Cận trên khoảng tin cậy 95%", "Upper end, 95 %", empty="")


def bands(contents: Contents) -> Table:
    columns = (
        Column("low", "Từ", "count", "Cận dưới, phần trăm điểm", "Lower edge, percent"),
        Column("high", "Đến", "count", "Cận trên, phần trăm điểm", "Upper edge, percent"),
        Column("name", "Khoảng điểm (phần trăm tổng điểm của bài)", "text", "Khoảng điểm", "The band in words", 85),
        N.on_paper(40, "Số lượt thi"),
        Column("share", "Tỷ lệ", "percent", "n chia cho tổng số lượt", "Share of all turns", 40),
    )
    last = len(contents.scores.bands) - 1
    rows = [
        (
            band.low,
            band.high,
            f"Từ {band.low}% đến {'' if index == last else 'dưới '}{band.high}%",
            band.n,
            band.share,
        )
        for index, band in enumerate(contents.scores.bands)
    ]
    return Table("phan-bo-diem", "Phân bố điểm", columns, rows, numbered=False)


def pillars(contents: Contents) -> Table:
    return _topics(contents, "tru-cot", "Kết quả theo trụ cột", whole=True)


def topics(contents: Contents) -> Table:
    return _topics(contents, "chu-de", "Kết quả theo chủ đề", whole=False)


def _topics(contents: Contents, name: str, title: str, *, whole: bool) -> Table:
    what = "Trụ cột" if whole else "Chủ đề"
    columns = (
        Column("pillar", "Mã trụ cột", "text", "apsc, aec, ascc, cross", "Pillar: apsc, aec, ascc, cross"),
        Column("topic", "Mã chủ đề", "text", "Mã chủ đề; trống ở trụ cột", "Topic code; empty for a pillar"),
        Column("name", what, "text", what, "Name in Vietnamese", 55),
        Column("items", "Số câu", "count", "Số câu hỏi đã dùng", "Items used", 18),
        N.on_paper(20),
        Column("share", "Tỷ lệ điểm đạt", "percent", "Điểm đạt chia cho điểm tối đa", "Points earned", 22, HIDDEN),
        LOW.on_paper(20),
        HIGH.on_paper(20),
    )
    rows = [
        (line.pillar, line.topic, topic_name(line.name, line.pillar), line.items, line.n, line.share, line.low,
         line.high)
        for line in contents.topics if (line.topic == "") == whole
    ]  # fmt: skip
    return Table(name, title, columns, rows)


def topic_name(name: str, pillar: str) -> str:
    """The topic's own name; a pillar without one is named by its code."""
    return name or names.of(names.PILLARS, pillar)


def awareness(contents: Contents) -> Table:
    its = contents.awareness
    columns = (
        Column("pupils", "Học sinh thi ít nhất hai cuộc", "count", "Số học sinh", "Pupils", 30),
        Column("schools", "Trường", "count", "Số trường", "Schools", 20),
        Column("before", "Cuộc thi đầu", "percent", "Tỷ lệ đúng ở cuộc đầu", "Share right, first", 25, HIDDEN),
        Column("after", "Cuộc thi cuối", "percent", "Tỷ lệ đúng ở cuộc cuối", "Share right, last", 25, HIDDEN),
        Column("difference", "Chênh lệch (điểm phần trăm)", "points", "Trung bình chênh lệch", "Mean change", 25, ""),
        Column("low", "Khoảng tin cậy từ", "points", "Cận dưới 95%", "Lower end, 95 %", 20, ""),
        Column("high", "Khoảng tin cậy đến", "points", "Cận trên 95%", "Upper end, 95 %", 20, ""),
    )
    rows = [(its.pupils, its.schools, its.before, its.after, its.difference, its.low, its.high)] if its else []
    return Table("nhan-thuc", "Kết quả của học sinh thi ít nhất hai cuộc", columns, rows, numbered=False)


def papers(contents: Contents) -> Table:
    columns = (
        Column("contest", "Cuộc thi", "text", "Mã cuộc thi", "Contest code", 28),
        Column("paper", "Đề", "text", "Mã đề", "Paper", 22),
        N.on_paper(20),
        Column("mean", "Điểm trung bình", "percent", "Điểm trung bình", "Mean", 22, HIDDEN),
        Column("deviation", "Độ lệch chuẩn", "points", "Độ lệch chuẩn mẫu", "Sample deviation", 21, HIDDEN),
        Column("reliability", "Độ tin cậy (alpha)", "coefficient", "Cronbach alpha, KR-20", "Cronbach's alpha", 22, ""),
        Column("error", "Sai số chuẩn của điểm", "points", "Sai số chuẩn", "Standard error", 20, ""),
    )
    rows = [
        (line.contest, line.paper, line.n, line.mean, line.deviation, line.reliability, line.error)
        for line in contents.papers
    ]
    return Table("de-thi", "Các đề thi", columns, rows)


def items(contents: Contents) -> Table:
    columns = (
        Column("slug", "Mã câu", "text", "Mã câu hỏi", "Item code"),
        Column("stem", "Câu hỏi", "text", "Câu dẫn", "Stem", 77),
        Column("n", "Số lượt có câu này", "count", "Số lượt có câu này", "Turns with the item", 20),
        Column("answered", "Số lượt trả lời", "count", "Số lượt có trả lời", "Turns that answered", 19),
        Column("ungraded", "Chưa chấm", "count", "Số lượt chưa chấm", "Turns not graded yet"),
        Column(
            "difficulty", "Độ khó (tỷ lệ điểm đạt)", "percent", "Điểm đạt chia cho điểm tối đa", "Facility", 20, HIDDEN
        ),
        Column(
            "discrimination", "Độ phân biệt", "coefficient",
            "Tương quan giữa điểm của câu và phần còn lại của bài", "Corrected item-total correlation", 19, "",
        ),
    )  # fmt: skip
    rows = [
        (line.slug, line.stem, line.n, line.answered, line.ungraded, line.difficulty, line.discrimination)
        for line in contents.items
    ]
    return Table("cau-hoi", "Độ khó của câu hỏi (khó nhất trước)", columns, rows)


def options(contents: Contents) -> Table:
    columns = (
        Column("slug", "Mã câu", "text", "Mã câu hỏi", "Item code", 40),
        Column("text", "Phương án", "text", "Phương án trả lời", "Option", 75),
        Column("n", "Số lượt chọn", "count", "Số lượt chọn", "Turns that chose it", 20),
        Column("share", "Tỷ lệ", "percent", "Trên số lượt có câu này", "Share of turns with the item", 20),
    )
    rows = [(line.slug, option.text, option.n, option.share) for line in contents.items for option in line.options]
    return Table("phuong-an", "Phương án đã chọn", columns, rows)
