"""Questions and their keys by API, once the contest has begun: a correction looked at first, then made."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from contests import access
from contests.actions import regrade
from contests.api.base import Endpoint, Given, sent
from contests.api.results import ChangeSerializer
from contests.models import KeyRuling
from contests.queries import regrade as reads
from schools.rules.scopes import CONTESTS_READ, CONTESTS_WRITE

MOST_SHOWN = 200


class PlaceSerializer(serializers.Serializer[Any]):
    """Where a question stands: number of the paper and position in it."""

    paper = serializers.SerializerMethodField()
    position = serializers.SerializerMethodField()

    def get_paper(self, place: tuple[int, int]) -> int:
        return place[0]

    def get_position(self, place: tuple[int, int]) -> int:
        return place[1]


class QuestionSerializer(serializers.Serializer[Any]):
    """A question with its key in force; `right` of `given` answers earned it all."""

    item = serializers.IntegerField()
    kind = serializers.CharField()
    stem = serializers.CharField(source="text.stem")
    positions = PlaceSerializer(many=True)
    ruling = serializers.CharField(source="key.ruling")
    keys = serializers.ListField(source="key.keys", child=serializers.ListField(child=serializers.CharField()))
    given = serializers.IntegerField()
    right = serializers.IntegerField()


class CorrectionGiven(Given):
    """`key`: a new key; `any`: these as well as the one in force; `all_right`; `void`. Keys are lists of codes."""

    ruling = serializers.ChoiceField(choices=KeyRuling.values)
    keys = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(max_length=200), min_length=1, max_length=50),
        max_length=50,
        default=list,
    )


class RegradeGiven(CorrectionGiven):
    reason = serializers.CharField(max_length=300)


class EffectSerializer(serializers.Serializer[Any]):
    """What a correction would change: so many answers, people who gain or lose points, go up or down; 200 by name."""

    answers = serializers.IntegerField()
    changed = serializers.IntegerField()
    gained = serializers.IntegerField()
    lost = serializers.IntegerField()
    up = serializers.IntegerField()
    down = serializers.IntegerField()
    moved = serializers.SerializerMethodField()

    @extend_schema_field(ChangeSerializer(many=True))
    def get_moved(self, effect: regrade.Effect) -> Any:
        return ChangeSerializer(effect.moved[:MOST_SHOWN], many=True).data


class RegradedSerializer(serializers.Serializer[Any]):
    answers = serializers.IntegerField()
    changed = serializers.IntegerField()


class QuestionsView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="questions", responses=QuestionSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """Every question of the contest with its key and how it did."""
        contest = access.questions_to_judge(request.user, code, clock.now())
        rows = reads.asked_items(contest, language=get_language() or "vi")
        return Response(QuestionSerializer(rows, many=True).data)


class PreviewView(Endpoint):
    token_scopes = {"POST": CONTESTS_READ}

    @extend_schema(operation_id="regrade_preview", request=CorrectionGiven, responses=EffectSerializer)
    def post(self, request: Request, code: str, item_id: int) -> Response:
        """What a correction would change. Nothing is written."""
        contest = access.questions_to_judge(request.user, code, clock.now())
        effect = regrade.preview(contest=contest, item_id=item_id, ruling=_ruling(sent(CorrectionGiven, request)))
        return Response(EffectSerializer(effect).data)


class RegradeView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="regrade", request=RegradeGiven, responses=RegradedSerializer)
    def post(self, request: Request, code: str, item_id: int) -> Response:
        """Grade every answer to the question again, in all papers that hold it; the old key stays on record."""
        contest = access.questions_to_judge(request.user, code, clock.now())
        given = sent(RegradeGiven, request)
        done = regrade.apply(
            contest=contest,
            item_id=item_id,
            ruling=_ruling(given),
            reason=given["reason"],
            by=request.user,
            at=clock.now(),
        )
        return Response(RegradedSerializer(done).data)


def _ruling(given: dict[str, Any]) -> regrade.Ruling:
    return regrade.Ruling(given["ruling"], tuple(tuple(key) for key in given["keys"]))
