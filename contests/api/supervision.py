"""What a supervisor reads and does by API: rows, time, pauses, starts, words to all, the board's freeze."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.access import Supervised
from contests.actions import time as times
from contests.actions.board import freeze_board, unfreeze_board
from contests.actions.notices import LONGEST, send_notice
from contests.actions.supervising import give_time_to_all
from contests.api.base import LARGEST, Endpoint, Given, Moment, Number, Paged, Whole, all_there, asked, page_of, sent
from contests.api.serializers import DoneSerializer
from contests.live import monitor as live
from contests.queries import expected
from contests.queries import monitor as reads
from contests.queries import supervision as around
from schools.rules.scopes import CONTESTS_READ, CONTESTS_WRITE

#: Each person's deadline is worked out in one transaction with the others'; longer ones would keep answers waiting.
MOST_AT_ONCE = 60


class MonitorAsked(Paged):
    school = Number(required=False)
    class_name = serializers.CharField(max_length=40, required=False, default="")
    show = serializers.ChoiceField(choices=[one.value for one in reads.Show if one.value], required=False, default="")
    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)


class SumsSerializer(serializers.Serializer[Any]):
    """Counted from everybody, whatever rows are shown. `begun` are people, `late` are answers."""

    expected = serializers.IntegerField()
    begun = serializers.IntegerField()
    sitting = serializers.IntegerField()
    submitted = serializers.IntegerField()
    closed = serializers.IntegerField()
    late = serializers.IntegerField()
    offline = serializers.IntegerField()


class MonitorRowSerializer(serializers.Serializer[Any]):
    """One person with the newest attempt (null before it). No answers, no points."""

    user = serializers.IntegerField()
    name = serializers.CharField()
    school = serializers.IntegerField(allow_null=True)
    class_name = serializers.CharField()
    attempt = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField()
    state = serializers.CharField()
    channel = serializers.CharField()
    answered = serializers.IntegerField()
    items = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    extra_ms = serializers.IntegerField()
    lost_ms = serializers.IntegerField()
    openings = serializers.IntegerField()
    late = serializers.IntegerField()
    signals = serializers.IntegerField()
    paused = serializers.BooleanField()
    out = serializers.BooleanField()
    online = serializers.BooleanField()


class MonitorSerializer(serializers.Serializer[Any]):
    sums = SumsSerializer()
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    rows = MonitorRowSerializer(many=True)


class TimeGiven(Given):
    """Negative takes back what was given, as far as it is not used."""

    users = serializers.ListField(child=Whole(), min_length=1, max_length=MOST_AT_ONCE)
    extra_ms = Whole(min_value=-LARGEST, default=0)
    shift_ms = Whole(min_value=-LARGEST, default=0, help_text="the window begins and ends so much later")
    reason = serializers.CharField(max_length=300)


class PlaceGiven(Given):
    """A class of a school, a whole school (no class), or everybody (no school)."""

    school = Whole(allow_null=True, default=None)
    class_name = serializers.CharField(max_length=40, allow_blank=True, default="")


class PauseGiven(PlaceGiven):
    reason = serializers.CharField(max_length=300)


class OutageGiven(PauseGiven):
    from_at = Moment()
    to_at = Moment()


class RoomGiven(Given):
    school = Whole()
    class_name = serializers.CharField(max_length=40)


class ResumeGiven(Given):
    pause = Whole()


class NoticeGiven(Given):
    text = serializers.CharField(max_length=LONGEST)


class FreezeGiven(Given):
    frozen = serializers.BooleanField()


class PauseSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    school = serializers.IntegerField(source="school_id", allow_null=True)
    class_name = serializers.CharField()
    from_at = serializers.DateTimeField()
    to_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class RoomStartSerializer(serializers.Serializer[Any]):
    school = serializers.IntegerField(source="school_id")
    class_name = serializers.CharField()
    started_at = serializers.DateTimeField()


class NoticeSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    text = serializers.CharField()
    at = serializers.DateTimeField()


class EventSerializer(serializers.Serializer[Any]):
    """A line of the log: `notice`, `pause` or `start`."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    text = serializers.CharField()
    by = serializers.CharField()
    school = serializers.CharField()
    class_name = serializers.CharField()
    to_at = serializers.DateTimeField(allow_null=True)


class FrozenSerializer(serializers.Serializer[Any]):
    frozen = serializers.BooleanField()


class MonitorView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="monitor", parameters=[MonitorAsked], responses=MonitorSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Who sits and how it goes with them, as on the supervisor's page."""
        watched = access.contest_to_supervise(request.user, code)
        wanted = asked(MonitorAsked, request)
        rows = live.rows_now(watched.contest, watched.school_id or wanted.get("school"))
        show = reads.Show(wanted["show"])
        found = reads.chosen(rows, show=show, class_name=wanted["class_name"], words=wanted["q"])
        body = page_of(found, wanted, MonitorRowSerializer)
        return Response({"sums": SumsSerializer(reads.sums_of(rows)).data, **body})


class LogView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="monitor_log", responses=EventSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """What was done to everybody or to a room, the newest thirty."""
        watched = access.contest_to_supervise(request.user, code)
        return Response(EventSerializer(around.events(watched.contest, watched.school_id), many=True).data)


class TimeView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="time_give", request=TimeGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """The same time to each of these people, at most 60 a call; all or none."""
        watched = access.contest_to_supervise(request.user, code)
        given = sent(TimeGiven, request)
        ids = given.pop("users")
        users = expected.known(watched.contest, set(ids), watched.school_id)
        all_there(ids, [one.pk for one in users])
        changed = give_time_to_all(contest=watched.contest, users=users, **given, by=request.user, at=clock.now())
        return Response({"changed": changed})


class PausesView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ, "POST": CONTESTS_WRITE}

    @extend_schema(operation_id="pauses", responses=PauseSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """Pauses that go on now."""
        watched = access.contest_to_supervise(request.user, code)
        rows = reads.pauses_now(watched.contest, clock.now(), watched.school_id)
        return Response(PauseSerializer(rows, many=True).data)

    @extend_schema(operation_id="pause", request=PauseGiven, responses=PauseSerializer)
    def post(self, request: Request, code: str) -> Response:
        """The clocks of a place stand from now on; the pause of that place that goes on already, if there is one."""
        watched = access.contest_to_supervise(request.user, code)
        given = sent(PauseGiven, request)
        made = times.pause(
            contest=watched.contest, **_place(watched, given), reason=given["reason"], by=request.user, at=clock.now()
        )
        return Response(PauseSerializer(made).data)


class ResumeView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="resume", request=ResumeGiven, responses=PauseSerializer)
    def post(self, request: Request, code: str) -> Response:
        """The clocks go on; what was lost is added."""
        watched, at = access.contest_to_supervise(request.user, code), clock.now()
        rows = reads.pauses_now(watched.contest, at, watched.school_id)
        row = rows.filter(pk=sent(ResumeGiven, request)["pause"]).first()
        if row is None:
            raise Refusal("no_pause", _("Lần tạm dừng này đã kết thúc."))
        return Response(PauseSerializer(times.resume(pause=row, by=request.user, at=at)).data)


class OutagesView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="outage", request=OutageGiven, responses=PauseSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Power or network was gone in a place: each attempt gets back what it lost of it."""
        watched = access.contest_to_supervise(request.user, code)
        given = sent(OutageGiven, request)
        when = {name: given[name] for name in ("from_at", "to_at", "reason")}
        made = times.outage(contest=watched.contest, **_place(watched, given), **when, by=request.user, at=clock.now())
        return Response(PauseSerializer(made).data)


class RoomStartsView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="room_start", request=RoomGiven, responses=RoomStartSerializer)
    def post(self, request: Request, code: str) -> Response:
        """The word to begin for a room; the first word counts."""
        watched = access.contest_to_supervise(request.user, code)
        place = _place(watched, sent(RoomGiven, request))
        made = times.start_room(contest=watched.contest, **place, by=request.user, at=clock.now())
        return Response(RoomStartSerializer(made).data)


class NoticesView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="notice", request=NoticeGiven, responses=NoticeSerializer)
    def post(self, request: Request, code: str) -> Response:
        """A sentence to everybody who sits."""
        contest = access.contest_to_watch(request.user, code)
        made = send_notice(contest=contest, **sent(NoticeGiven, request), by=request.user, at=clock.now())
        return Response(NoticeSerializer(made).data)


class FreezeView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="board_freeze", request=FreezeGiven, responses=FrozenSerializer)
    def post(self, request: Request, code: str) -> Response:
        """The board stands still for everybody, or moves again."""
        contest = access.contest_to_watch(request.user, code)
        frozen = sent(FreezeGiven, request)["frozen"]
        act = freeze_board if frozen else unfreeze_board
        if not act(contest=contest, by=request.user, at=clock.now()):
            sentence = _("Bảng xếp hạng đang đứng yên, hoặc cuộc thi không đang diễn ra.")
            raise Refusal("frozen", sentence) if frozen else Refusal("not_frozen", _("Bảng xếp hạng đang chạy."))
        return Response({"frozen": frozen})


def _place(watched: Supervised, given: Mapping[str, Any]) -> dict[str, Any]:
    """The school and class that are named; refused where what is supervised has no such room."""
    place = expected.place_named(watched.contest, given["school"], given["class_name"], within=watched.school)
    if place is None:
        sentence = _("Hãy chọn một phòng hoặc một lớp.")
        raise Refusal("no_room", sentence, status=400, fields={"school": [sentence]})
    return dict(zip(("school", "class_name"), place, strict=True))
