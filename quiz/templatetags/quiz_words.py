"""Words of the bank for templates."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from quiz.models.question import Kind

register = template.Library()

FIELDS = {
    "stem_vi": _("Câu hỏi"),
    "stem_en": _("Câu hỏi bằng tiếng Anh"),
    "explanation_vi": _("Giải thích"),
    "explanation_en": _("Giải thích bằng tiếng Anh"),
    "source_title": _("Nguồn"),
    "source_url": _("Địa chỉ nguồn"),
    "options": _("Phương án"),
    "key": _("Đáp án"),
    "facts": _("Mã dữ kiện"),
    "span": _("Hiệu lực"),
    "picture": _("Hình"),
    "topic": _("Chủ đề"),
    "pillar": _("Trụ cột"),
    "level": _("Mức độ"),
    "band": _("Phù hợp từ"),
    "shelf": _("Kho"),
    "group": _("Nhóm gợi đáp án"),
}
ACTS = {
    "item_saved": _("lưu bản mới"),
    "item_to_review": _("gửi duyệt"),
    "item_approved": _("duyệt"),
    "item_sent_back": _("trả lại"),
    "item_retired": _("ngừng dùng"),
    "item_restored": _("dùng lại"),
}


@register.filter
def field_name(field: str) -> object:
    return FIELDS.get(field, field)


@register.filter
def act_name(act: str) -> object:
    return ACTS.get(act, act)


@register.filter
def kind_name(kind: str) -> str:
    return str(dict(Kind.choices).get(kind, kind))


@register.filter
def place(code: str) -> str:
    """`contest:ABC123` → `ABC123`."""
    return code.rpartition(":")[2]


@register.filter
def share2(value: float | None) -> str:
    """0.625 → `0,63` in Vietnamese."""
    return "" if value is None else number_format(value, decimal_pos=2)


@register.filter
def is_web(address: str) -> bool:
    """Whether an address may become a link: whatever is not http(s), javascript: above all, stays text."""
    return address.startswith(("https://", "http://"))
