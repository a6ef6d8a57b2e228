from django.urls import path

from contests.consumers.attempt import attempt_socket

websocket_urlpatterns = [path("ws/attempt/<int:attempt_id>/", attempt_socket)]
