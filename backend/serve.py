"""What an ASGI server loads: the application with its background threads running."""

from backend.asgi import application, start

__all__ = ["application"]

start()
