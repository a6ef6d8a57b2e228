"""Rounds by API: the ladder, where a contest leads, who goes on to it, and one who drops out or is called up."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import rounds as actions
from contests.api.base import MOST_NAMED, Endpoint, Given, Number, Paged, Whole, asked, page_of, pages_of, sent
from contests.models import AdvanceBy, Contest, Entry, EntryBy
from contests.queries import advanced, advancing, rounds
from contests.queries import contest as contests
from contests.rules.rounds import ALL, LOTS, NONE, Decision, Rule, Selected
from schools.rules.scopes import CONTESTS_READ, CONTESTS_WRITE, RESULTS_READ

GRADES = range(1, 13)


class RoundSerializer(serializers.Serializer[Any]):
    """`entrants` are persons with a turn that ended; `in_force`: the published version of the results."""

    code = serializers.CharField(source="contest.code")
    title = serializers.CharField(source="contest.title")
    level = serializers.CharField(source="contest.round_level")
    leads_to = serializers.CharField(source="contest.leads_to.code", allow_null=True)
    entrants = serializers.IntegerField()
    advanced = serializers.IntegerField()
    in_force = serializers.IntegerField(allow_null=True)


class RuleSerializer(Given):
    """`most` places for each school or round, or of all; `cap` for all (0: none); no grades: every grade."""

    by = serializers.ChoiceField(choices=AdvanceBy.choices)
    most = Whole(min_value=1, max_value=actions.MOST)
    cap = Whole(max_value=actions.MOST, default=0)
    reserves = Whole(max_value=actions.MOST, default=0)
    grades = serializers.ListField(child=Whole(min_value=1, max_value=12), max_length=len(GRADES), default=list)


class LadderSerializer(serializers.Serializer[Any]):
    """All rounds of the ladder that the caller runs, and the way up; `rule` is null where no rounds lead here."""

    rounds = RoundSerializer(many=True)
    rule = RuleSerializer(allow_null=True)


class LeadGiven(Given):
    """The code of a contest of a higher level; null: nowhere."""

    target = serializers.CharField(max_length=8, allow_null=True)


class DecisionGiven(Given):
    """What was decided about a tie; `people` were drawn by hand (`lots`)."""

    key = serializers.CharField(max_length=80)
    ties = serializers.ChoiceField(choices=[ALL, NONE, LOTS])
    people = serializers.ListField(child=Whole(), max_length=MOST_NAMED, default=list)


class AdvanceGiven(Given):
    """`seen` is the `mark` of what was looked at; without it nothing is written."""

    decisions = DecisionGiven(many=True, required=False, default=list, max_length=MOST_NAMED)
    seen = serializers.CharField(max_length=32, allow_blank=True, required=False, default="")


class RoundTieSerializer(serializers.Serializer[Any]):
    """People who stand equal at a cut with `left` places; undecided ties keep the list from being written."""

    key = serializers.CharField()
    people = serializers.ListField(child=serializers.IntegerField())
    left = serializers.IntegerField()
    ways = serializers.ListField(child=serializers.CharField())
    open = serializers.SerializerMethodField()

    def get_open(self, tie: Any) -> bool:
        return tie.decided is None


class AdvanceChangeSerializer(serializers.Serializer[Any]):
    """A person's entry before and after: `advanced`, `reserve`, or empty."""

    user = serializers.IntegerField(source="person")
    before = serializers.CharField()
    after = serializers.CharField()
    from_rank = serializers.IntegerField(source="line.row.rank", allow_null=True)


class AdvanceSerializer(serializers.Serializer[Any]):
    """What writing the list would change (or has, when `written`); `kept` would lose the place but sit already."""

    written = serializers.BooleanField()
    mark = serializers.CharField()
    same = serializers.IntegerField()
    changes = AdvanceChangeSerializer(many=True)
    kept = AdvanceChangeSerializer(many=True)
    ties = RoundTieSerializer(many=True)


class AdvancedSerializer(serializers.Serializer[Any]):
    """`status`: advanced, reserve, withdrawn, listed, planned or out; `why` in words."""

    user = serializers.IntegerField(source="user.pk")
    name = serializers.CharField(source="user.full_name")
    school_name = serializers.CharField(source="user.school.name", allow_null=True)
    class_name = serializers.CharField()
    round = serializers.CharField(source="round_title")
    rank = serializers.IntegerField(allow_null=True)
    status = serializers.CharField()
    why = serializers.SerializerMethodField()
    called_up = serializers.BooleanField()
    withdrawn_because = serializers.CharField()

    def get_why(self, row: advanced.Row) -> str:
        return row.why.in_words(_) if row.why else ""


class AdvancedAsked(Paged):
    school = Number(required=False)


class WithdrawGiven(Given):
    user = Whole()
    reason = serializers.CharField(max_length=300)


class CallUpGiven(Given):
    user = Whole()


class EntryChangedSerializer(serializers.Serializer[Any]):
    user = serializers.IntegerField(source="user_id")
    kind = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


def _ladder(request: Request, contest: Contest) -> Response:
    found = rounds.ladder(contest, contests.contests_run_by(request.user))
    return Response(LadderSerializer({"rounds": found.rounds, "rule": rounds.rule_of(contest)}).data)


class RoundsView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="rounds", responses=LadderSerializer)
    def get(self, request: Request, code: str) -> Response:
        """The ladder of rounds, and the rule by which people come to this contest."""
        return _ladder(request, access.contest_to_run(request.user, code))


class RoundsLeadView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="rounds_lead", request=LeadGiven, responses=LadderSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Where the best of this contest go on to."""
        contest, wanted = access.contest_to_judge(request.user, code), sent(LeadGiven, request)["target"]
        target = Contest.objects.filter(code=wanted.upper()).first() if wanted else None
        if wanted and target is None:  # said as of one that exists and is not for this contest
            raise Refusal("not_for_this", _("Cuộc thi này không lên được vòng đó."))
        actions.lead_to(contest=contest, target=target, by=request.user, at=clock.now())
        return _ladder(request, access.contest_to_judge(request.user, code))


class RoundsRuleView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="rounds_rule", request=RuleSerializer, responses=LadderSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Who goes on to this contest from the rounds that lead to it."""
        contest = access.contest_to_judge(request.user, code)
        given = sent(RuleSerializer, request)
        rule = Rule(**{**given, "grades": frozenset(given["grades"])})
        actions.set_rule(contest=contest, rule=rule, by=request.user, at=clock.now())
        return _ladder(request, contest)


class AdvanceView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ, "POST": CONTESTS_WRITE}

    @extend_schema(operation_id="advance_preview", responses=AdvanceSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Who would go on by the published results, the rule, and what was decided about ties."""
        return _preview(access.contest_to_judge(request.user, code), {})

    @extend_schema(operation_id="advance", request=AdvanceGiven, responses=AdvanceSerializer)
    def post(self, request: Request, code: str) -> Response:
        """The same with ties decided; with `seen` the list is written, and refused when it has changed since."""
        contest = access.contest_to_judge(request.user, code)
        given = sent(AdvanceGiven, request)
        decisions = {row["key"]: Decision(row["ties"], frozenset(row["people"])) for row in given["decisions"]}
        if not given["seen"]:
            return _preview(contest, decisions)
        found = actions.advance(
            contest=contest, decisions=decisions, seen=given["seen"], by=request.user, at=clock.now()
        )
        return _told(found, [], written=True)


def _preview(contest: Contest, decisions: Mapping[str, Decision]) -> Response:
    ready = rounds.rule_of(contest) is not None and contest.entry_by == EntryBy.LISTED
    selected = advancing.selection(contest, decisions) if ready else Selected((), ())
    return _told(advancing.difference(contest, selected), selected.ties, written=False)


def _told(found: advancing.Difference, ties: Sequence[object], *, written: bool) -> Response:
    body = {name: getattr(found, name) for name in ("mark", "same", "changes", "kept")}
    return Response(AdvanceSerializer({**body, "ties": ties, "written": written}).data)


class AdvancedView(Endpoint):
    token_scopes = {"GET": RESULTS_READ}

    @extend_schema(operation_id="advanced", parameters=[AdvancedAsked], responses=pages_of(AdvancedSerializer))
    def get(self, request: Request, code: str) -> Response:
        """Who went on and who waits; of one `school` also who did not, and why."""
        contest = access.contest_to_run(request.user, code)
        wanted = asked(AdvancedAsked, request)
        school = None
        if (number := wanted.get("school")) is not None:
            school = next((one for one in advanced.schools_in(contest) if one.pk == number), None)
            if school is None:
                raise NotThere(_("Không có trường này trong các vòng."))
        return Response(page_of(advanced.people(contest, school), wanted, AdvancedSerializer))


class WithdrawView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="advanced_withdraw", request=WithdrawGiven, responses=EntryChangedSerializer)
    def post(self, request: Request, code: str) -> Response:
        """This person does not take part; the place is free for a reserve."""
        contest, given = access.contest_to_judge(request.user, code), sent(WithdrawGiven, request)
        entry = _entry(contest, given["user"])
        made = actions.withdraw(entry=entry, reason=given["reason"], by=request.user, at=clock.now())
        return Response(EntryChangedSerializer(made).data)


class CallUpView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="advanced_call_up", request=CallUpGiven, responses=EntryChangedSerializer)
    def post(self, request: Request, code: str) -> Response:
        """A reserve takes the place of somebody who withdrew."""
        contest, given = access.contest_to_judge(request.user, code), sent(CallUpGiven, request)
        made = actions.call_up(entry=_entry(contest, given["user"]), by=request.user, at=clock.now())
        return Response(EntryChangedSerializer(made).data)


def _entry(contest: Contest, user_id: int) -> Entry:
    rows = Entry.objects.filter(contest=contest, user=user_id, kind__in=advancing.FROM_ROUNDS)
    found = rows.select_related("user", "contest").first()
    if found is None:
        raise NotThere(_("Em này không còn trong danh sách lên vòng."))
    return found
