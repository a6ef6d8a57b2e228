from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend import clock
from contests.actions.lease import claim_lease, release_lease
from contests.actions.upkeep import keep_up

HOLDER = "run_contests"


class Command(BaseCommand):
    """For times when no server runs; a running one does this once a second and is not disturbed."""

    help = "One round of the contest loop: closes overdue attempts, grades what waited, settles what is over."

    def handle(self, *args: object, **options: object) -> None:
        epoch = claim_lease(holder=HOLDER, at=clock.now())
        if epoch is None:
            raise CommandError(_("Máy chủ đang chạy và tự làm việc này mỗi giây."))
        try:
            done = keep_up(at=clock.now(), before=None)
        finally:
            release_lease(holder=HOLDER, epoch=epoch)
        self.stdout.write(
            _("Đã đóng %(closed)s bài, chấm %(graded)s câu, công bố %(settled)s cuộc thi.")
            % {"closed": done.closed, "graded": done.graded, "settled": done.settled}
        )
        if done.failed:
            raise CommandError(_("%(n)s bước gặp lỗi, xem nhật ký.") % {"n": done.failed})
