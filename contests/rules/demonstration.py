"""What the demonstration is made of: made-up names, made-up schools, and a blueprint the bank can fill.

Every name is drawn from parts by a seed. The schools carry "Minh họa" in their names, so that no figure of theirs is
taken for a real one.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FAMILIES = (
    "Nguyễn Trần Lê Phạm Huỳnh Phan Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương Lâm Mai Đoàn Tô Quách Châu Tạ Lưu Cao".split()
)
KHMER_FAMILIES = "Thạch Danh Sơn Kim Kiên Lâm Châu".split()
MIDDLES = {
    "m": "Văn Minh Hoàng Quốc Gia Hữu Đức Thanh Nhật Trung Tấn Khánh Chí Công".split(),
    "f": "Thị Ngọc Thanh Mỹ Bảo Phương Kim Thùy Như Khánh Hồng Tuyết Diễm Gia".split(),
}
GIVEN = {
    "m": "An Bảo Cường Duy Đạt Hào Hiếu Huy Khang Khoa Kiệt Lâm Long Luân Nam Nghĩa Nhân Phát Phúc Quân Tài Thịnh Toàn "
    "Trí Tuấn Việt Vinh Ý".split(),
    "f": "Anh Ánh Châu Chi Diệp Dung Đào Giang Hân Hoa Huyền Lan Linh Ly My Nga Ngân Nhi Như Oanh Quyên Thảo Thư Trâm "
    "Trúc Tuyền Uyên Vy Xuân Yến".split(),
}
KHMER_GIVEN = {
    "m": ("Đa Ra", "Sô Phi", "Ra Ta Na", "Chanh Thi", "Sa Rết", "Vi Sal", "Sô Kha"),
    "f": ("Sô Phia", "Bô Pha", "Chanh Đa", "Sa Rươl", "Vi Na", "Srây Nít", "Sô Ri Da"),
}


@dataclass(frozen=True)
class Person:
    full_name: str
    sex: str


def people(seed: str) -> Iterator[Person]:
    """People without end, none twice in a row of a few hundred; about one in twelve bears a Khmer name."""
    dice = random.Random(f"people:{seed}")  # noqa: S311 - made-up names, not secrets
    seen: set[str] = set()
    while True:
        person = _khmer(dice) if dice.random() < 0.085 else _kinh(dice)
        if person.full_name not in seen or len(seen) > 3000:
            seen.add(person.full_name)
            yield person


def _kinh(dice: random.Random) -> Person:
    sex = dice.choice("fm")
    middle = dice.choice(MIDDLES[sex])
    if dice.random() < 0.25:
        middle = f"{middle} {dice.choice([word for word in MIDDLES[sex] if word not in {middle, 'Thị', 'Văn'}])}"
    return Person(f"{dice.choice(FAMILIES)} {middle} {dice.choice(GIVEN[sex])}", sex)


def _khmer(dice: random.Random) -> Person:
    sex = dice.choice("fm")
    middle = "Thị " if sex == "f" and dice.random() < 0.4 else ""
    return Person(f"{dice.choice(KHMER_FAMILIES)} {middle}{dice.choice(KHMER_GIVEN[sex])}", sex)


@dataclass(frozen=True)
class ClassPlan:
    name: str
    grade: int
    size: int


@dataclass(frozen=True)
class SchoolPlan:
    """A made-up school in a real commune (by its code; unplaced where that code is not loaded)."""

    code: str
    name: str
    level: str
    classes: tuple[ClassPlan, ...]
    unit_code: str = ""


SCHOOLS = (
    SchoolPlan(
        "minh-hoa-rung-duoc",
        "THPT Minh họa Rừng Đước",
        "THPT",
        (ClassPlan("10A1", 10, 24), ClassPlan("10A2", 10, 23), ClassPlan("11A1", 11, 22)),
        "32248",
    ),
    SchoolPlan(
        "minh-hoa-canh-dong-muoi",
        "THPT Minh họa Đồng Muối",
        "THPT",
        (ClassPlan("10A1", 10, 25), ClassPlan("10A2", 10, 21), ClassPlan("11A1", 11, 20)),
        "31825",
    ),
    SchoolPlan(
        "minh-hoa-canh-co",
        "THCS Minh họa Cánh Cò",
        "THCS",
        (ClassPlan("9A1", 9, 22), ClassPlan("9A2", 9, 23)),
        "32002",
    ),
)


def crowd_school(seed: str, pupils: int, code: str) -> SchoolPlan:
    """A school for a simulated crowd: classes of at most 40 in grade 10."""
    full, rest = divmod(pupils, 40)
    sizes = [40] * full + ([rest] if rest else [])
    classes = tuple(ClassPlan(f"10M{number}", 10, size) for number, size in enumerate(sizes, start=1))
    return SchoolPlan(code, f"Trường Minh họa mô phỏng {seed} ({code[-4:].upper()})", "THPT", classes)


def blueprint(available: Mapping[str, int], wanted: int) -> dict[tuple[str, str], int]:
    """`wanted` items spread evenly over the topics, (topic, any level) → count; fewer if the bank is small."""
    counts = dict.fromkeys(available, 0)
    left = min(wanted, sum(available.values()))
    while left:
        for topic, there in available.items():
            if left and counts[topic] < there:
                counts[topic] += 1
                left -= 1
    return {(topic, ""): count for topic, count in counts.items() if count}
