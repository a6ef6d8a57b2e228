"""The ASGI application: Django for http, Channels' router for sockets (Origin checked here, who it is by each socket
itself), each behind a door that bounds how much of it is taken on at once.

Importing this module starts nothing. A server loads `backend.serve:application`, which also starts the background.
"""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import re_path
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
http = get_asgi_application()

from backend.admission import HttpDoor, SocketDoor, no_such_socket  # noqa: E402 - after set-up

routes = [*import_string("contests.routing.websocket_urlpatterns"), re_path("", no_such_socket)]
sockets = URLRouter(routes)
http_door = HttpDoor(http, at_once=settings.HTTP_AT_ONCE, waiting=settings.HTTP_WAITING)
socket_door = SocketDoor(AllowedHostsOriginValidator(sockets), settings.SOCKETS_AT_ONCE)
application = ProtocolTypeRouter({"http": http_door, "websocket": socket_door})


def start() -> None:
    """Take this process's place as the server and start its threads (answers' writer, contest loop)."""
    import_string(settings.BACKGROUND)()
