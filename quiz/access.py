"""Who may see and do what in the bank. Every page of it shows keys, so pupils reach none.

Staff read the provincial bank; each teacher writes on a private shelf of their own and may propose items from it;
the Department writes in the provincial bank, reviews, and retires.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, NotThere
from quiz.models import Question
from quiz.models.question import State
from quiz.queries.shelf import BankItem, item_by_slug
from schools.access import is_staff
from schools.models import Role, User

PROVINCE = frozenset({Role.OFFICER.value, Role.ADMIN.value})
Visitor = User | AnonymousUser


def bank_to_read(user: Visitor) -> User:
    """Passes staff; everybody else is refused."""
    if not is_staff(user):
        raise NotAllowed(_("Ngân hàng câu hỏi chỉ dành cho thầy cô và cán bộ."))
    return user


def bank_to_keep(user: Visitor) -> User:
    """Passes the Department, which writes in the provincial bank and reviews."""
    if bank_to_read(user).role not in PROVINCE:
        raise NotAllowed(_("Việc này dành cho cán bộ Sở."))
    return bank_to_read(user)


def keeps_bank(user: Visitor) -> bool:
    return is_staff(user) and user.role in PROVINCE


def questions_visible(user: User) -> QuerySet[Question]:
    """Approved and retired provincial items for all staff; one's own private shelf; for the Department also drafts of
    the provincial bank and what is proposed to it.
    """
    mine = Q(owner=user)
    if user.role in PROVINCE:
        return Question.objects.filter(mine | Q(owner=None) | Q(state=State.REVIEW))
    return Question.objects.filter(mine | Q(owner=None, state__in=[State.APPROVED, State.RETIRED]))


def item_to_read(user: Visitor, slug: str) -> BankItem:
    """The item with key, explanation and source."""
    person = bank_to_read(user)
    # an edit of an approved item is a draft of the province until somebody approves it
    item = item_by_slug(slug, among=questions_visible(person), waiting=person.role in PROVINCE)
    if item is None:
        raise NotThere(_("Không có câu hỏi nào mang mã này."))
    return item


def may_write(user: User, question: Question) -> bool:
    """One's own private items; for the Department every provincial one."""
    return question.owner_id == user.pk or (question.owner_id is None and user.role in PROVINCE)


def item_to_write(user: Visitor, slug: str) -> BankItem:
    """The item, for whoever may change it."""
    person = bank_to_read(user)
    item = item_to_read(person, slug)
    if not may_write(person, item.question):
        raise NotAllowed(_("Câu này thuộc ngân hàng chung. Thầy cô hãy chép về kho riêng rồi sửa."))
    return item


def item_to_review(user: Visitor, slug: str) -> BankItem:
    """The item, for the Department, whoever wrote it (its own words are refused by the action)."""
    bank_to_keep(user)
    return item_to_read(user, slug)


def questions_to_mark(user: Visitor, slugs: list[str]) -> list[Question]:
    """Those of the named items that this person may change; the others are left out, not named."""
    person = bank_to_read(user)
    return [question for question in _named(person, slugs) if may_write(person, question)]


def questions_to_review(user: Visitor, slugs: list[str]) -> list[Question]:
    """The named items for the Department, proposals from private shelves as well."""
    return _named(bank_to_keep(user), slugs)


def _named(user: User, slugs: list[str]) -> list[Question]:
    clean = [slug for slug in slugs[:500] if "\0" not in slug]
    return list(questions_visible(user).filter(slug__in=clean).order_by("slug"))
