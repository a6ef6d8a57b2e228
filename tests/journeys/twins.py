"""Two contests that differ only in the key, played the same way; everything a pupil is sent is kept to be compared.

What is normalised: ids, tokens, times and versions, nothing else. A payload is status, headers and body.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import unified_diff

from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.test import Client
from django.urls import reverse

from backend import clock
from backend.asgi import application
from contests.actions.attempt import close_overdue
from contests.actions.settling import settle_due
from contests.live import current, parts
from contests.models import Attempt, Audience, Contest, PaperItem, PaperKey
from quiz.models import Question
from schools.models import User
from tests import factories_contests as contests
from tests.factories import make_class, make_enrolment, make_school, make_user
from tests.routes import routes, tables

NAMES = ("Danh Thị Sô Phi", "Lê Gia Bảo", "Nguyễn Thị Ánh")
#: Say how long ids and tokens are, name the request, tell the time; the body itself is compared.
PDF = "<a PDF>"
HEADERS_LEFT_OUT = {"content-length", "x-request-id", "expires"}


@dataclass
class World:
    """`pupils` are teachers where the contest is for teachers: colleagues of whom made it, with a desk of their own."""

    contest: Contest
    pupils: list[User]
    clients: list[Client]
    visitor: Client
    kept: list[tuple[str, str]] = field(default_factory=list)

    def keep(self, label: str, payload: str) -> None:
        self.kept.append((label, payload))


def build(questions: list[Question], *, shift: int, opens_at: datetime, **rules: object) -> World:
    """A contest that is open. The key of each item is the option at `shift` in the order of the codes."""
    school = make_school(name="Trường THPT Sông Đốc Đôi")
    contest = contests.make_contest(
        school=school,
        by=make_user(role="teacher", school=school, full_name="Phạm Thị Đào"),
        opens_at=opens_at,
        **rules,
    )
    paper = contests.make_paper(contest, questions)
    for item in paper.items.all():
        codes = sorted(item.revision.options.values_list("code", flat=True))
        PaperKey.objects.filter(item=item).update(value=json.dumps([codes[shift]]))
    role = "teacher" if contest.audience == Audience.TEACHERS else "pupil"
    pupils = [make_user(role=role, school=school, full_name=name) for name in NAMES]
    if role == "pupil":
        school_class = make_class(school=school, name="10A1")
        for pupil in pupils:
            make_enrolment(pupil, school_class)
    return World(contest, pupils, [signed_in(pupil) for pupil in pupils], Client())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="schools.backends.CardBackend")
    return client


def start(world: World, who: int, *, seed: str) -> Attempt:
    """The attempt of pupil `who`, with the seed that its twin has too."""
    reply = world.clients[who].post(reverse("contests:start", args=[world.contest.code]))
    world.keep(f"start by {who}", payload(reply))
    attempt = Attempt.objects.get(user=world.pupils[who])
    Attempt.objects.filter(pk=attempt.pk).update(seed=seed)
    return attempt


def look_around(world: World, moment: str) -> None:
    """Every address a pupil, one without an attempt and a visitor can ask; the first pupil in both languages."""
    code = world.contest.code
    current._worked_out.clear()  # served for a second to all who ask; here two looks may be closer
    parts._kept.clear()
    paths = [
        reverse("home"),
        reverse("contests:lobby", args=[code]),
        reverse("contests:rules_public", args=[code]),
        reverse("contests:board", args=[code]),
        reverse("contests:board", args=[code]) + "?part=grade:10",
        f"/api/contests/{code}/board",
        f"/api/contests/{code}/board?part=grade:10",
        f"/api/contests/{code}/lobby",
        f"/api/contests/{code}/board/rows",
    ]
    for attempt in Attempt.objects.filter(contest=world.contest).order_by("user__sort_key"):
        paths += [
            reverse("contests:sit", args=[attempt.pk]),
            reverse("contests:result", args=[attempt.pk]),
            reverse("contests:attempt", args=[attempt.pk]),
            reverse("contests:appeal", args=[attempt.pk]),
            f"{reverse('contests:receipt')}?contest={code}&number={attempt.receipt}",
        ]
    people = {"visitor": world.visitor} | {f"pupil {n}": client for n, client in enumerate(world.clients)}
    for path in paths:
        for name, client in people.items():
            for language in ("vi", "en") if name == "pupil 0" else ("vi",):
                client.cookies["django_language"] = language  # pages follow the reader's choice, the API the header
                reply = client.get(path, headers={"accept-language": language})
                world.keep(f"{moment}: {language} {path} by {name}", payload(reply))
    listen(world, moment)


def look_everywhere(world: World, moment: str) -> None:
    """Every address about contests, whoever it is for, desks, files and the API: one who sits asks, and one who may."""
    attempt = Attempt.objects.filter(contest=world.contest).earliest("pk")
    item = PaperItem.objects.filter(paper__contest=world.contest).earliest("position")
    values = {"code": world.contest.code, "attempt_id": attempt.pk, "item_id": item.pk, "number": 1}
    values |= {"pupil_id": world.pupils[1].pk, "class_id": 0}
    known = tables()
    for route in routes():
        if not (route.name.startswith("contests:") and "GET" in known[route.name] and {*route.parameters} <= {*values}):
            continue
        path = reverse(route.name, kwargs={name: values[name] for name in route.parameters})
        for who in (0, 2):
            world.keep(f"{moment}: {route.name} asked by {who}", payload(world.clients[who].get(path)))


def listen(world: World, moment: str) -> None:
    """What a socket first says to each: a text, or the code of its close."""
    people = [*world.clients, world.visitor]
    for path in ("board/{}/", "board/{}/?part=grade:10", "monitor/{}/"):
        current._worked_out.clear()
        parts._kept.clear()
        for number, heard in enumerate(async_to_sync(_first_heard)(people, path.format(world.contest.code))):
            world.keep(f"{moment}: {path} socket of {number}", heard)


async def _first_heard(people: list[Client], path: str) -> list[str]:
    heard = []
    for client in people:
        socket = WebsocketCommunicator(application, f"/ws/{path}", headers=_headers(client))
        connected, _code = await socket.connect(timeout=5)
        assert connected
        event = await socket.receive_output(timeout=10)
        heard.append(str(event.get("text") or event))
        await socket.disconnect()
    return heard


def give(
    world: World,
    attempt: Attempt,
    picks: Mapping[int, int],
    *,
    submit: bool = False,
    seq: int = 1,
    guess: int | None = None,
) -> None:
    """Answers by HTTP: at each position the option at that index in the order of the codes."""
    who = world.pupils.index(attempt.user)
    body = message(attempt, picks, submit=submit, seq=seq, guess=guess)
    url = reverse("contests:answers", args=[attempt.pk])
    reply = world.clients[who].post(url, body, content_type="application/json")
    world.keep(f"answers of {who} seq {seq}", payload(reply))


def message(
    attempt: Attempt, picks: Mapping[int, int], *, submit: bool, seq: int, guess: int | None = None
) -> dict[str, object]:
    answers = []
    for item in PaperItem.objects.filter(paper=attempt.paper, position__in=picks).select_related("revision"):
        codes = sorted(item.revision.options.values_list("code", flat=True))
        answers.append({"item": item.pk, "value": [codes[picks[item.position]]], "opening": 1, "seq": seq})
    said = {} if guess is None else {"prediction": guess}
    return {"type": "answers", "id": f"m{seq}", "answers": answers, "submit": submit, **said}


def give_by_socket(world: World, attempt: Attempt, picks: Mapping[int, int], *, seq: int) -> None:
    who = world.pupils.index(attempt.user)
    body = message(attempt, picks, submit=False, seq=seq)
    for number, text in enumerate(async_to_sync(_spoken)(world.clients[who], attempt.pk, [body, {"type": "x"}])):
        world.keep(f"socket of {who} seq {seq} message {number}", text)


async def _spoken(client: Client, attempt_id: int, messages: list[dict[str, object]]) -> list[str]:
    socket = WebsocketCommunicator(application, f"/ws/attempt/{attempt_id}/", headers=_headers(client))
    connected, code = await socket.connect(timeout=5)
    assert connected, code
    heard = []
    for one in messages:
        await socket.send_json_to(one)
        heard.append(await socket.receive_from(timeout=10))
    await socket.disconnect()
    return heard


def _headers(client: Client) -> list[tuple[bytes, bytes]]:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return [(b"cookie", cookies.encode()), (b"origin", b"http://127.0.0.1"), (b"host", b"127.0.0.1")]


def settle(world: World) -> None:
    """The window has ended and the results stand; at the same moment for both twins, whenever they are played."""
    past = world.contest.opens_at + timedelta(seconds=40)
    Contest.objects.filter(pk=world.contest.pk).update(closes_at=past)
    Attempt.objects.filter(contest=world.contest).update(due_at=past)
    close_overdue(at=clock.now())
    assert settle_due(at=clock.now()) == [world.contest.pk]


def payload(reply: object) -> str:
    sent = {name.lower(): value for name, value in reply.headers.items()}  # type: ignore[attr-defined]  # a response
    headers = {name: value for name, value in sent.items() if name not in HEADERS_LEFT_OUT}
    body = b"".join(reply) if reply.streaming else reply.content  # type: ignore[attr-defined, call-overload]  # the same
    return f"{reply.status_code} {json.dumps(headers, sort_keys=True)}\n{readable(body)}"  # type: ignore[attr-defined]


def readable(body: bytes) -> str:
    """A body as text: the parts of a Word or Excel file, bytes of other files as they are.

    A PDF draws codes and ids as numbers of shapes that differ with them, so of one it only says that it is one.
    """
    if body.startswith(b"%PDF"):
        return PDF
    if not body.startswith(b"PK"):
        return body.decode(errors="backslashreplace")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return "\n".join(f"{name}\n{parts.read(name).decode(errors='backslashreplace')}" for name in parts.namelist())


RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|\+07:00|Z)?"), "<instant>"),
    (re.compile(r"\d\d:\d\d(:\d\d)? ((ngày|on) )?\d\d/\d\d/\d{4}"), "<instant>"),
    (re.compile(r'(csrfmiddlewaretoken" value="|csrf-token" content=")\w+'), r"\1<token>"),
    (re.compile(r'"request_id": ?"\w*"'), '"request_id":"<id>"'),
    (re.compile(r'"(epoch|version)": ?\d+'), r'"\1":<version>'),
    (re.compile(r"<span data-text>\d\d:\d\d</span>"), "<time>"),  # when the attempt is due
    (re.compile(r'((data-)?stamp"?[=:] ?")[^"]*"'), r'\1<stamp>"'),  # says when the window opens and closes
    (re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b"), "<receipt>"),
    (re.compile(r"\b[tT]\d{5}\b"), "<code>"),  # a visitor's first page lists both twins
    # a fingerprint of the rules as they stand, the code and the school's id among them
    (re.compile(r'("mark": ?"|name="seen" value=")\w+"'), r'\1<mark>"'),
    (re.compile(r'data-(ms|server-now|started)="[^"]*"'), r'data-\1="<time>"'),
)


def rules_for(world: World) -> list[tuple[re.Pattern[str], str]]:
    """`RULES` and the ids of this world: each is replaced by its kind."""
    found = list(RULES)

    def also(pattern: str, kind: str) -> None:
        found.append((re.compile(pattern), kind))

    for number, attempt in enumerate(Attempt.objects.filter(contest=world.contest).order_by("user__sort_key")):
        also(rf"(attempts?|sit)(/|%2F|=\"){attempt.pk}(?=\b|%2F)", rf"\1\2<attempt {number}>")
    for item in PaperItem.objects.filter(paper__contest=world.contest):
        also(rf'(item(?:": ?|-|=")){item.pk}\b', rf"\1<item {item.position}>")
    also(
        rf'("school": ?|schools?/|school="|name="invitations" value="){world.contest.school_id}\b',
        r"\1<school>",
    )
    for number, pupil in enumerate(world.pupils):
        also(rf'(user(?:": ?|="|-|" value=")|/monitor/){pupil.pk}\b', rf"\1<user {number}>")
        also(re.escape(pupil.username), f"<username {number}>")
    return found


def normalised(world: World) -> list[tuple[str, str]]:
    """Label and payload of all that was kept, without ids, tokens, times and versions."""
    rules = rules_for(world)

    def plain(text: str) -> str:
        for pattern, kind in rules:
            text = pattern.sub(kind, text)
        return text

    return [(plain(label), plain(said)) for label, said in world.kept]


def differences(one: World, other: World) -> list[str]:
    """What differs: the label and the first lines that do. What was kept is normalised from now on."""
    one.kept, other.kept = normalised(one), normalised(other)
    assert [label for label, _ in one.kept] == [label for label, _ in other.kept]
    return [
        "\n".join([label, *list(unified_diff(mine.splitlines(), theirs.splitlines(), n=0, lineterm=""))[2:6]])
        for (label, mine), (_, theirs) in zip(one.kept, other.kept, strict=True)
        if mine != theirs
    ]


Play = Callable[[World], None]


def play_twins(questions: list[Question], play: Play, **rules: object) -> tuple[World, World]:
    """The same play in two contests with the keys at index 0 and 1."""
    opens_at = clock.now() - timedelta(minutes=1)
    worlds = [build(questions, shift=shift, opens_at=opens_at, **rules) for shift in (0, 1)]
    for world in worlds:
        play(world)
    return worlds[0], worlds[1]
