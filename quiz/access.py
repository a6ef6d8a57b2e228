"""Who may see what of the bank. Every page of it shows keys, so pupils reach none."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, NotThere
from quiz.queries.shelf import BankItem, item_by_slug
from schools.models import User

STAFF = frozenset({"teacher", "leader", "officer", "admin"})


def bank_to_read(user: User | AnonymousUser) -> None:
    """Passes staff; everybody else is refused."""
    if not user.is_authenticated or user.role not in STAFF:
        raise NotAllowed(_("Ngân hàng câu hỏi chỉ dành cho thầy cô và cán bộ."))


def item_to_read(user: User | AnonymousUser, slug: str) -> BankItem:
    """The item with key, explanation and source."""
    bank_to_read(user)
    item = item_by_slug(slug)
    if item is None:
        raise NotThere(_("Không có câu hỏi nào mang mã này."))
    return item
