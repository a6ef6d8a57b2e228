from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend import clock
from quiz.actions.questions import BankUnsound, load_bank
from quiz.queries.sentences import sentence


class Command(BaseCommand):
    help = "Loads the question bank from its files. Loading twice changes nothing; an edited item is a new revision."

    def handle(self, *args: object, **options: object) -> None:
        try:
            loaded = load_bank(at=clock.now())
        except BankUnsound as unsound:
            raise CommandError("\n".join([str(unsound.detail), *map(sentence, unsound.problems)])) from unsound
        self.stdout.write(
            _("Ngân hàng câu hỏi: %(new)d câu mới, %(revised)d câu sửa, %(unchanged)d câu giữ nguyên.")
            % {"new": len(loaded.new), "revised": len(loaded.revised), "unchanged": loaded.unchanged}
        )
