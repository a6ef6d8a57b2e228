"""Board sockets through the real application: who may listen, what comes first and after, who is shown out."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock
from contests.consumers.board import first_or_refusal, version_seen
from contests.live import publish
from contests.live.hub import hub
from contests.live.lines import lines
from contests.live.wire import wire
from contests.models import Contest, ContestState
from schools.models import User
from tests import factories_contests as contests
from tests.factories import make_school, make_user
from tests.factories_boards import make_board_contest, make_ended, steady_keeper
from tests.live.listening import listening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contest() -> Contest:
    return make_board_contest(opens_at=clock.now() - timedelta(minutes=30))


@pytest.fixture
def done(contest: Contest) -> User:
    return make_ended(contest, right=2).user


@pytest.fixture(autouse=True)
def _wire() -> Iterator[None]:
    """The layer's member of this process, as the server starts it."""
    publish.listen()
    assert wire.joined.wait(5)
    yield
    publish.marked()


def sitting(contest: Contest) -> User:
    return contests.make_attempt(contest, make_user(school=contest.school)).user


async def test_one_who_has_handed_in_gets_the_board_at_once(contest: Contest, done: User) -> None:
    async with listening(contest, as_=done) as socket:
        board = await socket.board()
        assert (board["contest"], board["entrants"], board["version"]) == (contest.code, 1, 0)
        assert board["top"][0]["points"] == 200
        assert await socket.silent()
    assert len(hub) == 0


async def test_each_beat_reaches_every_socket_by_the_layer(contest: Contest, done: User) -> None:
    keeper = await sync_to_async(steady_keeper)(1)
    staff = await User.objects.aget(pk=contest.created_by_id)
    async with listening(contest, as_=done) as pupil, listening(contest, as_=staff) as teacher:
        for socket in (pupil, teacher):
            assert (await socket.board())["version"] == 0
        for version in (1, 2):
            await sync_to_async(make_ended)(contest)
            publish.contests_changed({contest.pk})
            assert len(await sync_to_async(keeper.beat)(clock.now())) == 1
            for socket in (pupil, teacher):
                assert (await socket.board())["version"] == version
    async with listening(contest, as_=done) as late:
        assert (await late.board())["version"] == 2, "the snapshot kept in this process"


async def test_what_comes_first_is_never_older_than_what_was_pushed(contest: Contest, done: User) -> None:
    keeper = await sync_to_async(steady_keeper)(3)
    await sync_to_async(keeper.beat)(clock.now())
    async with listening(contest, as_=done) as socket:
        board = await socket.board()
        assert (board["epoch"], board["version"]) == (3, 1)


@pytest.mark.parametrize("who", ["sitting", "visitor", "stranger", "other_teacher"])
async def test_refused_are_told_so_after_the_accept(contest: Contest, who: str) -> None:
    people = {
        "sitting": lambda: sitting(contest),
        "visitor": lambda: None,
        "stranger": lambda: make_user(school=make_school()),
        "other_teacher": lambda: make_user("teacher", school=make_school()),
    }
    user = await sync_to_async(people[who])()
    async with listening(contest, as_=user) as socket:
        assert await socket.closed() == 4403
    assert len(hub) == 0


async def test_unknown_codes_and_drafts_are_not_there(contest: Contest) -> None:
    async with listening("NOSUCH") as socket:
        assert await socket.closed() == 4404
    await Contest.objects.filter(pk=contest.pk).aupdate(state=ContestState.DRAFT)
    async with listening(contest) as socket:
        assert await socket.closed() == 4404


async def test_a_board_open_to_everybody_needs_no_login(contest: Contest) -> None:
    await Contest.objects.filter(pk=contest.pk).aupdate(board_to="everybody")
    async with listening(contest) as socket:
        assert (await socket.board())["entrants"] == 0


async def test_another_origin_is_not_even_accepted(contest: Contest, done: User) -> None:
    with pytest.raises(AssertionError, match="refused before"):
        async with listening(contest, as_=done, origin="https://elsewhere.example"):
            pass


async def test_a_cancelled_contest_shows_its_sockets_out(contest: Contest, done: User) -> None:
    keeper = await sync_to_async(steady_keeper)(1)
    async with listening(contest, as_=done) as socket:
        await socket.board()
        await sync_to_async(keeper.beat)(clock.now())
        await socket.board()
        await Contest.objects.filter(pk=contest.pk).aupdate(state=ContestState.CANCELLED)
        publish.contests_changed({contest.pk})
        await sync_to_async(keeper.beat)(clock.now())
        assert await socket.closed() == 4404


async def test_an_account_that_was_closed_is_shown_out(contest: Contest, done: User) -> None:
    async with listening(contest, as_=done) as socket:
        await socket.board()
        await User.objects.filter(pk=done.pk).aupdate(is_active=False)
        publish.recheck(contest.code)
        assert await socket.closed() == 4404


async def test_the_socket_only_speaks(contest: Contest, done: User) -> None:
    async with listening(contest, as_=done) as socket:
        await socket.board()
        for text in ("hello", '{"type":"seen","version":7}', '{"type":"seen","version":-1}', "[]", "{}"):
            await socket.say(text)
        assert await socket.closed() == 4400


async def test_what_is_seen_may_be_said(contest: Contest, done: User) -> None:
    keeper = await sync_to_async(steady_keeper)(1)
    async with listening(contest, as_=done, query="confirms=1") as socket:
        await socket.board()
        for version in range(1, 7):
            await sync_to_async(make_ended)(contest)
            publish.contests_changed({contest.pk})
            await sync_to_async(keeper.beat)(clock.now())
            assert (await socket.board())["version"] == version
            await socket.say(json.dumps({"type": "seen", "version": version}))
        assert await socket.silent(), "six frames, none of them a bad one"


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('{"type":"seen","version":12}', 12),
        ('{"type": "seen", "version": 0}', 0),
        ('{"type":"seen","version":1.5}', None),
        ('{"type":"seen","version":"1"}', None),
        ('{"type":"seen","version":1234567890}', None),
        ('{"type":"seen","version":1,"more":1}', None),
        ('{"version":1,"type":"seen"}', None),
        ("", None),
        (None, None),
    ],
)
def test_what_counts_as_seen(text: str | None, version: int | None) -> None:
    assert version_seen(text) == version


async def test_a_public_board_costs_a_visitor_one_query(contest: Contest) -> None:
    await Contest.objects.filter(pk=contest.pk).aupdate(board_to="everybody")
    keeper = await sync_to_async(steady_keeper)(1)
    await sync_to_async(keeper.beat)(clock.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            first_or_refusal(AnonymousUser(), contest.code)
        return len(queries)

    assert await sync_to_async(asked)() == 1, "the contest; the text comes from memory"


async def test_fifty_sockets_are_one_member_of_the_layer(contest: Contest, done: User) -> None:
    from channels.layers import get_channel_layer

    from contests.live import topics

    async with listening(contest, as_=done) as one, listening(contest, as_=done) as two:
        await asyncio.gather(one.board(), two.board())
        assert len(get_channel_layer().groups[topics.BOARDS]) == 1


async def test_a_board_ends_with_the_session_that_opened_it(contest: Contest, done: User) -> None:
    async with listening(contest, as_=done) as socket:
        await socket.board()
        await User.objects.filter(pk=done.pk).aupdate(session_version=7)
        assert await sync_to_async(lines.look)() == 1
        assert await socket.closed() == 4401
    assert len(lines) == 0
