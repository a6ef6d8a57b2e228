from channels.auth import AuthMiddlewareStack
from django.urls import path

from contests.consumers.attempt import attempt_socket
from contests.consumers.board import board_socket
from contests.consumers.monitor import monitor_socket

websocket_urlpatterns = [
    # reads the session itself, and only where there is no ticket
    path("ws/attempt/<int:attempt_id>/", attempt_socket),
    path("ws/board/<slug:code>/", AuthMiddlewareStack(board_socket)),
    path("ws/monitor/<slug:code>/", AuthMiddlewareStack(monitor_socket)),
]
