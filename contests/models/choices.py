"""The words a rule sheet chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContestState(models.TextChoices):
    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã công bố")
    CANCELLED = "cancelled", _("Đã hủy")
    SETTLED = "settled", _("Đã có kết quả")


class Audience(models.TextChoices):
    PUPILS = "pupils", _("Học sinh")
    TEACHERS = "teachers", _("Giáo viên")


class EntryBy(models.TextChoices):
    INVITED = "invited", _("Mọi người thuộc trường, khối được mời")
    LISTED = "listed", _("Chỉ người có tên trong danh sách dự thi")


class SittingMode(models.TextChoices):
    OWN = "own", _("Mỗi em tự bắt đầu trong khung giờ")
    SAME = "same", _("Cả cuộc thi bắt đầu cùng lúc")
    SUPERVISED = "supervised", _("Giám thị phát lệnh bắt đầu theo phòng")


class Counts(models.TextChoices):
    BEST = "best", _("Lượt cao nhất, bằng nhau thì lượt sớm hơn")
    LAST = "last", _("Lượt cuối cùng")
    FIRST = "first", _("Lượt đầu tiên")


class PaperKind(models.TextChoices):
    BLUEPRINT = "blueprint", _("Rút theo ma trận đề")
    FIXED = "fixed", _("Các câu do thầy cô chọn")


class MultipleScoring(models.TextChoices):
    ALL = "all", _("Chọn đủ và đúng mới có điểm")
    PARTIAL = "partial", _("Đúng phần nào, có điểm phần đó")


class PredictionOf(models.TextChoices):
    NONE = "none", _("Không có")
    ENTRANTS = "entrants", _("Số người dự thi")
    ALL_RIGHT = "all_right", _("Số người trả lời đúng hết")


class BoardTo(models.TextChoices):
    NOBODY = "nobody", _("Không ai, đến khi có kết quả")
    OWN_SUBMIT = "own_submit", _("Mỗi em thấy sau khi nộp bài")
    EVERYBODY = "everybody", _("Mọi người")


class OpensAt(models.TextChoices):
    SUBMIT = "submit", _("Ngay khi nộp bài")
    CLOSE = "close", _("Khi cuộc thi kết thúc")
    NEVER = "never", _("Không công bố")


class Confirmation(models.TextChoices):
    """How far a result list must go before it is published."""

    AT_ONCE = "at_once", _("Công bố ngay khi tính xong")
    SCHOOL = "school", _("Lãnh đạo trường xác nhận rồi công bố")
    DEPARTMENT = "department", _("Trường xác nhận, Sở công bố")


class RoundLevel(models.TextChoices):
    SCHOOL = "school", _("Vòng trường")
    CLUSTER = "cluster", _("Vòng cụm")
    COMMUNE = "commune", _("Vòng xã, phường")
    DISTRICT = "district", _("Vòng huyện")
    PROVINCE = "province", _("Vòng tỉnh")


class AdvanceBy(models.TextChoices):
    """Who goes on from the rounds that lead to a contest."""

    PER_SCHOOL = "per_school", _("Mỗi trường một số em")
    PER_ROUND = "per_round", _("Mỗi vòng dưới một số em")
    TOP = "top", _("Những em cao điểm nhất của tất cả")
