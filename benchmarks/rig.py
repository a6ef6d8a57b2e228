"""The product as its server loads it, with what it is compared to mounted beside it: same router, same middleware.

`/ws/echo/<id>/` gives back every text, plain ASGI as the attempt's socket is. `/ws/habit/<group>/` is the consumer of
every tutorial: a member of a group of the channel layer. `POST /benchmark/…` sets off a broadcast.
"""

import json
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

import django

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402 - settings come first
from channels.layers import get_channel_layer  # noqa: E402 - settings come first
from django.urls import path  # noqa: E402 - settings come first

from contests import routing  # noqa: E402 - settings come first


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "text": event["text"]})


class HabitConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.group = "habit." + self.scope["url_route"]["kwargs"]["group"]
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def board_text(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])


# before the product's router is made of them
routing.websocket_urlpatterns += [
    path("ws/echo/<int:attempt_id>/", echo),
    path("ws/habit/<slug:group>/", HabitConsumer.as_asgi()),
]

from backend.serve import application as product  # noqa: E402 - after our routes


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http" and scope["path"].startswith("/benchmark/"):
        await _set_off(scope["path"].removeprefix("/benchmark/"), receive)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await product(scope, receive, send)


async def _set_off(what: str, receive: Any) -> None:
    """`push`: through the product's hub, as a keeper's text comes. `group`: through the channel layer."""
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    order = json.loads(body)
    if what == "push":
        from contests.live.hub import hub
        from contests.live.snapshot import Snapshot

        hub.push(Snapshot(order["code"], 1_000_000, order["version"], order["text"]))
    else:
        message = {"type": "board.text", "text": order["text"]}
        await get_channel_layer().group_send("habit." + order["group"], message)
