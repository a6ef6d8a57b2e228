"""The tile map: sixteen former districts since July 2025, nine before, nothing twice, nothing lost."""

from datetime import date

from reports.rules.tiles import EAST, NAMES, WEST, grid, outside, short

NOW, BEFORE = date(2026, 6, 30), date(2025, 6, 30)


def test_every_cluster_of_the_time_stands_once() -> None:
    now, before = grid(NOW, []), grid(BEFORE, [])
    assert sorted(code for row in now for code in row if code) == sorted(NAMES)
    assert sorted(code for row in before for code in row if code) == sorted(WEST)
    assert {len(row) for row in now} == {5}
    assert {len(row) for row in before} == {3}
    assert len({**WEST, **EAST}) == len({*WEST.values(), *EAST.values()}) == 16


def test_figures_of_a_cluster_are_never_left_out() -> None:
    assert "954" in {code for row in grid(BEFORE, ["954"]) for code in row}
    assert outside(grid(NOW, []), ["970", "0", "999"]) == ("0", "999")


def test_names_on_tiles_leave_the_kind_out() -> None:
    assert [short(name) for name in ("Huyện Đầm Dơi", "Thành phố Cà Mau", "Xã Lạ")] == ["Đầm Dơi", "Cà Mau", "Xã Lạ"]
