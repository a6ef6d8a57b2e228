from datetime import date

from reports.queries.clusters import communes_today
from reports.rules.clusters import Cluster, Move, Placed, cluster_of, clusters_of_communes

DAM_DOI, CAI_NUOC = Cluster("970", "Huyện Đầm Dơi"), Cluster("969", "Huyện Cái Nước")
ENDED, BEGAN = date(2025, 6, 30), date(2025, 7, 1)


def test_a_commune_of_today_belongs_where_most_of_it_came_from() -> None:
    moves = [Move("1", DAM_DOI, "9"), Move("2", CAI_NUOC, "9"), Move("3", CAI_NUOC, "9"), Move("4", DAM_DOI, "8")]
    assert clusters_of_communes(moves) == {"9": CAI_NUOC, "8": DAM_DOI}
    assert clusters_of_communes(moves[:2]) == {"9": CAI_NUOC}  # equal sides: the smaller code


def test_units_before_and_after_find_their_cluster() -> None:
    province = Cluster("96", "Tỉnh Cà Mau")
    communes = {"32152": DAM_DOI}
    assert cluster_of(Placed("32152", "Thị trấn Đầm Dơi", None, ENDED, DAM_DOI, True), {}) == DAM_DOI
    assert cluster_of(Placed("970", "Huyện Đầm Dơi", None, ENDED, province, False), {}) == DAM_DOI
    assert cluster_of(Placed("32152", "Xã Đầm Dơi", BEGAN, None, province, False), communes) == DAM_DOI
    assert cluster_of(Placed("1", "Xã lạ", BEGAN, None, province, False), communes) is None
    assert cluster_of(Placed("96", "Tỉnh Cà Mau", None, None, None, False), communes) is None


def test_the_shipped_map_knows_all_communes_of_today_in_sixteen_districts() -> None:
    found = communes_today()
    assert (len(found), len({its.code for its in found.values()})) == (64, 16)
    assert found["32152"].code == "970"
