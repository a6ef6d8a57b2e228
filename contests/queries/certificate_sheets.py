"""What stands on the sheets of certificates: in Vietnamese whatever language their maker reads, so not translated."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from backend import clock
from contests.exchange.certificates import Frame, Sheet
from contests.models import Audience, Certificate, CertificateKind, Contest, OpensAt, Paper, Result
from contests.queries import keys, work
from contests.rules import certificates as rules
from schools.rules import addresses, codes, names, years

A_PART = 100  # sheets made in one go: a step of the progress
TITLES = {CertificateKind.PARTICIPATION.value: "GIẤY CHỨNG NHẬN", CertificateKind.MERIT.value: "GIẤY KHEN"}
#: What a file of each kind is called.
FILE_NAMES = {CertificateKind.PARTICIPATION.value: "giay-chung-nhan", CertificateKind.MERIT.value: "giay-khen"}


def sheets_of(rows: Sequence[Certificate], *, contest: Contest, words: Mapping[str, str], address: str) -> list[Sheet]:
    """The certificates as sheets of paper, their results as they stood in the version they were issued by."""
    ids = {row.result_id for row in rows if row.result_id}
    found = Result.objects.filter(pk__in=ids).select_related("attempt__paper").in_bulk()
    facts = FactsOf(contest)
    return [sheet(row, facts.of(row, found.get(row.result_id or 0)), words, address) for row in rows]


def sheet(row: Certificate, facts: rules.Facts, words: Mapping[str, str], address: str) -> Sheet:
    """One sheet of paper."""
    return Sheet(
        name=row.name,
        opening=rules.filled(words["opening"], facts),
        about=rules.filled(words["about"], facts),
        text=rules.filled(words["text"], facts),
        number=rules.number_text(row.kind, row.number, row.contest.code),
        code=codes.grouped(row.code),
        link=f"{address}/verify/{row.code}",
    )


def frame(contest: Contest, kind: str, words: Mapping[str, str], address: str, *, trial: bool = False) -> Frame:
    """What all sheets of one kind say. `trial`: marked as a first look, not a certificate."""
    return Frame(
        title=TITLES[kind],
        body=words["body"],
        place_day=words["place_day"],
        signs_as=words["signs_as"],
        signatory=words["signatory"],
        number_label="Số:",
        code_label="Mã tra cứu:",
        address=f"{addresses.shown(address)}/verify",
        qr_alt="Mã QR để kiểm tra giấy",
        demo="BẢN XEM THỬ" if trial else "SỐ LIỆU MINH HỌA" if contest.is_demo else "",
    )


class FactsOf:
    """What fills the blanks of one contest's certificates; asks for each list and paper once."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self._entrants: dict[int, int] = {}
        self._items: dict[int, int] = {}

    def of(self, row: Certificate, result: Result | None) -> rules.Facts:
        return rules.Facts(
            contest=self._contest.title,
            prize=row.for_what,
            rank=_shown(result.rank) if result else "",
            entrants=_shown(self._count(result.version)) if result else "",
            right=_shown(result.right) if result else "",
            items=_shown(self._items_of(result.attempt.paper)) if result else "",
            points=_points(result.points) if result else "",
            class_name=row.class_name,
            school=row.school_name,
            year=years.label(years.start_year(clock.day_of(self._contest.opens_at))).replace("-", "–"),
        )

    def _count(self, version: int) -> int:
        if version not in self._entrants:
            self._entrants[version] = Result.objects.filter(contest=self._contest, version=version).count()
        return self._entrants[version]

    def _items_of(self, paper: Paper) -> int:
        """Without those that a ruling took out."""
        if paper.pk not in self._items:
            self._items[paper.pk] = sum(key.ruling != "void" for key in keys.keys_of(paper).values())
        return self._items[paper.pk]


def _shown(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _points(hundredths: int) -> str:
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return ("−" if hundredths < 0 else "") + _shown(whole) + decimals


def parts(rows: Sequence[Certificate]) -> list[tuple[str, list[Certificate]]]:
    """Cut by school and class, each part at most a hundred sheets, with a name for its file. Few stay together."""
    if len(rows) <= A_PART:
        return [("", list(rows))] if rows else []
    ordered = sorted(rows, key=lambda row: (names.fold(row.school_name), names.natural(row.class_name), row.number))
    several = len({row.school_name for row in rows}) > 1
    made: list[tuple[str, list[Certificate]]] = []
    for (school, name), some in groupby(ordered, key=lambda row: (row.school_name, row.class_name)):
        of_class = list(some)
        label = f"{school} {name}" if several else name
        for start in range(0, len(of_class), A_PART):
            more = f" {start // A_PART + 1}" if len(of_class) > A_PART else ""
            made.append((names.fold(f"{label}{more}"), of_class[start : start + A_PART]))
    return made


def words_for(contest: Contest, kind: str, day: date, *, keep_day: bool = False) -> dict[str, str]:
    """The words of the last order of this kind, dated this day unless its own is kept; else those to begin with."""
    fresh = starting_words(contest, kind, day)
    last = next((order for order in work.orders_of(contest, work.CERTIFICATES) if order["kind"] == kind), None)
    if last is None:
        return fresh
    return dict(last["words"]) if keep_day else {**last["words"], "place_day": fresh["place_day"]}


def starting_words(contest: Contest, kind: str, day: date) -> dict[str, str]:
    """By school or Department, for pupils or teachers. Scores are named only where the rules open them."""
    pupils = contest.audience == Audience.PUPILS
    office = "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH CÀ MAU"
    return {
        "body": f"{office}\n{contest.school.name.upper()}" if contest.school else office,
        "opening": _opening(kind, pupils),
        "about": "Học sinh lớp {lớp}, {trường}, năm học {năm học}" if pupils else "Giáo viên {trường}",
        "text": _text(contest, kind),
        "place_day": place_day(day),
        "signs_as": "HIỆU TRƯỞNG" if contest.school else "GIÁM ĐỐC",
        "signatory": "",
    }


def _opening(kind: str, pupils: bool) -> str:
    if kind == CertificateKind.MERIT:
        return "Khen em" if pupils else "Khen thầy, cô"
    return "Chứng nhận em" if pupils else "Chứng nhận thầy, cô"


def _text(contest: Contest, kind: str) -> str:
    if kind == CertificateKind.MERIT:
        return "đã đạt {giải} cuộc thi {cuộc thi}."
    if contest.results_open == OpensAt.NEVER:
        return "đã hoàn thành cuộc thi {cuộc thi}."
    return "đã hoàn thành cuộc thi {cuộc thi}, trả lời đúng {số câu đúng}/{số câu} câu."


def place_day(day: date) -> str:
    """Days under ten and the first two months with a nought, as official papers have it."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"Cà Mau, ngày {day.day:02d} tháng {month} năm {day.year}"
