"""What the registers come to, as tables."""

from reports.official import names
from reports.official.contents import Contents
from reports.official.tables.shape import Column, Table
from reports.rules import registers

PUPILS = Column("pupils", "Lượt học sinh", "count", "Lượt học sinh tham dự", "Heads of pupils", 25)
STUDENTS = Column("students", "Lượt sinh viên", "count", "Lượt sinh viên tham dự", "Heads of students", 25)
TEACHERS = Column("teachers", "Lượt giáo viên", "count", "Lượt giáo viên tham dự", "Heads of teachers", 25)


def _heads(taking: registers.Attendance) -> tuple[int, int, int]:
    return taking.pupils, taking.students, taking.teachers


def returns(contents: Contents) -> Table:
    its = contents.registers.returns
    columns = (
        Column("asked", "Trường phải báo cáo", "count", "Số trường phải báo cáo", "Schools asked", 80),
        Column("reported", "Trường đã báo cáo", "count", "Số trường đã báo cáo", "Schools that reported", 85),
    )
    rows = [(its.asked, its.reported)] if its.asked else []
    return Table("tinh-hinh-bao-cao", "Tình hình báo cáo của các trường", columns, rows, numbered=False)


def documents(contents: Contents) -> Table:
    columns = (
        Column("number", "Số, ký hiệu", "text", "Số, ký hiệu văn bản", "Number of the document", 40),
        Column("day", "Ngày", "day", "Ngày ban hành", "Day", 25),
        Column("abstract", "Trích yếu", "text", "Trích yếu nội dung", "Abstract", 90),
    )
    rows = [(line.number, line.day, line.abstract) for line in contents.registers.documents]
    return Table("van-ban", "Văn bản chỉ đạo, triển khai", columns, rows)


def talks(contents: Contents) -> Table:
    its = contents.registers.talks
    columns = (
        Column("schools", "Trường", "count", "Số trường tổ chức", "Schools", 20),
        Column("sessions", "Số buổi", "count", "Số buổi nói chuyện chuyên đề", "Sessions", 20),
        Column("alone", "Tổ chức riêng", "count", "Số buổi tổ chức riêng", "Stand-alone sessions", 25),
        Column("integrated", "Lồng ghép", "count", "Số buổi lồng ghép", "Integrated sessions", 25),
        PUPILS,
        STUDENTS,
        TEACHERS,
    )
    cells = (its.schools, its.sessions, its.alone, its.integrated, *_heads(its.attendance))
    return Table("chuyen-de", "Nói chuyện chuyên đề", columns, [cells] if its.sessions else [], numbered=False)


def talk_pillars(contents: Contents) -> Table:
    columns = (
        Column("code", "Mã", "text", "apsc, aec, ascc, cross", "apsc, aec, ascc, cross"),
        Column("name", "Trụ cột", "text", "Trụ cột", "Pillar in Vietnamese", 100),
        Column("n", "Số buổi", "count", "Số buổi có nội dung thuộc trụ cột", "Sessions", 55),
    )
    rows = [(line.code, names.of(names.PILLARS, line.code), line.n) for line in contents.registers.talks.by_pillar]
    title = "Nói chuyện chuyên đề theo trụ cột (một buổi có thể thuộc nhiều trụ cột)"
    return Table("chuyen-de-tru-cot", title, columns, rows)


def subjects(contents: Contents) -> Table:
    columns = (
        Column("subject", "Môn học, hoạt động", "text", "Môn học hoặc hoạt động", "Subject or activity", 60),
        Column("out_of_class", "Ngoại khóa", "yes", "Hoạt động ngoại khóa", "Out-of-class activity", 25),
        Column("schools", "Trường", "count", "Số trường", "Schools", 20),
        Column("periods", "Số tiết", "count", "Số tiết", "Periods", 25),
        PUPILS,
    )
    rows = [
        (line.subject, line.out_of_class, line.schools, line.periods, line.pupils)
        for line in contents.registers.lessons.subjects
    ]
    return Table("giang-day-ngoai-khoa", "Nội dung ASEAN trong giảng dạy, ngoại khóa", columns, rows)


def outside(contents: Contents) -> Table:
    columns = (
        Column("name", "Cuộc thi", "text", "Tên cuộc thi", "Contest", 40),
        Column("organiser", "Đơn vị tổ chức", "text", "Đơn vị tổ chức", "Organiser", 30),
        Column("by_ministry", "Do Bộ tổ chức", "yes", "Do Bộ Giáo dục và Đào tạo tổ chức", "Run by the Ministry"),
        Column("schools", "Trường", "count", "Số trường tham gia", "Schools", 17),
        Column("pupils", "Học sinh", "count", "Số học sinh dự thi", "Pupils", 15),
        Column("students", "Sinh viên", "count", "Số sinh viên dự thi", "Students", 15),
        Column("teachers", "Giáo viên", "count", "Số giáo viên dự thi", "Teachers", 15),
        Column("prizes", "Giải thưởng", "text", "Giải thưởng, bằng lời", "Prizes in words", 23, ""),
    )
    rows = [
        (line.name, line.organiser, line.by_ministry, line.schools, *_heads(line.taking), prizes(line))
        for line in contents.registers.outside
    ]
    return Table("cuoc-thi-noi-khac", "Cuộc thi do Bộ hoặc đơn vị khác tổ chức", columns, rows)


def prizes(line: registers.OutsideLine) -> str:
    """`01 giải nhất, 02 giải nhì`."""
    return ", ".join(names.prize(count.code, count.n) for count in line.prizes if count.n)


def exchanges(contents: Contents) -> Table:
    its = contents.registers.exchanges
    columns = (
        Column("events", "Số hoạt động", "count", "Số hoạt động giao lưu", "Exchange events", 20),
        PUPILS,
        STUDENTS,
        TEACHERS,
        Column("researchers", "Lượt nhà nghiên cứu", "count", "Lượt nhà nghiên cứu", "Heads of researchers", 25),
        Column("countries", "Các nước", "text", "Các nước, cách nhau bằng dấu phẩy", "Countries", 45, ""),
    )
    countries = ", ".join(its.countries)
    rows = [(its.events, *_heads(its.attendance), its.researchers, countries)] if its.events else []
    return Table("giao-luu", "Giao lưu", columns, rows, numbered=False)


def publicity(contents: Contents) -> Table:
    columns = (
        Column("form", "Mã", "text", "Mã hình thức", "Code of the form"),
        Column("name", "Hình thức tuyên truyền", "text", "Hình thức tuyên truyền", "Form in Vietnamese", 85),
        Column("items", "Số lượng", "count", "Số sản phẩm, tin bài", "Items", 35),
        Column("copies", "Số bản, lượt xem", "count", "Số bản hoặc lượt xem", "Copies or views", 35),
    )
    rows = [
        (line.form, names.of(names.FORMS, line.form), line.items, line.copies) for line in contents.registers.publicity
    ]
    return Table("tuyen-truyen", "Tuyên truyền theo hình thức", columns, rows)


def money(contents: Contents) -> Table:
    columns = (
        Column("source", "Mã", "text", "Mã nguồn kinh phí", "Code of the source"),
        Column("name", "Nguồn kinh phí", "text", "Nguồn kinh phí", "Source in Vietnamese", 100),
        Column("amount", "Số tiền (đồng)", "money", "Số tiền", "Amount", 55),
    )
    rows = [(line.source, names.of(names.SOURCES, line.source), line.amount) for line in contents.registers.money]
    return Table("kinh-phi", "Kinh phí theo nguồn", columns, rows)


def remarks(contents: Contents) -> Table:
    columns = (
        Column("school", "Trường", "text", "Tên trường", "School", 39),
        Column("difficulties", "Khó khăn, vướng mắc", "text", "Khó khăn, vướng mắc", "Difficulties", 58),
        Column("proposals", "Kiến nghị, đề xuất", "text", "Kiến nghị, đề xuất", "Proposals", 58),
    )
    rows = [(line.school, line.difficulties, line.proposals) for line in contents.registers.remarks]
    return Table("kien-nghi", "Khó khăn, vướng mắc, kiến nghị của các trường", columns, rows)
