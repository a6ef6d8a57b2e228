"""The ASGI application: Django for http, Channels' router (Origin checked, session read) for sockets.

Importing this module starts nothing. A server loads `backend.serve:application`, which also starts the background.
"""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
http = get_asgi_application()
sockets = URLRouter(import_string("contests.routing.websocket_urlpatterns"))

application = ProtocolTypeRouter({"http": http, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(sockets))})


def start() -> None:
    """Take this process's place as the server and start its threads (answers' writer, contest loop)."""
    from django.conf import settings  # noqa: PLC0415 - after set-up

    import_string(settings.BACKGROUND)()
