"""`make run`: prepares this installation, serves it, fills in the demonstration behind the running server.

Imports no Django and no app: each step is a process of its own, and they all end with this one.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType
from urllib.parse import urlsplit

from backend import servers
from backend.environment import BASE_DIR, flag, number, text, var_dir

_PR_SET_PDEATHSIG = 1
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Stopped(Exception):
    """Ctrl-C or SIGTERM."""


def say(vietnamese: str, english: str) -> None:
    print(f"• {vietnamese} · {english}", flush=True)


def lan_address() -> str:
    """This machine's address in the local network; loopback when it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def addresses(host: str, port: int) -> tuple[str, dict[str, str]]:
    """The address to show, and the environment under which the server answers to it."""
    environment = dict(os.environ)
    name = "127.0.0.1" if host in LOOPBACK else lan_address() if host == "0.0.0.0" else host  # noqa: S104 - asked for
    url = f"http://{name}:{port}"
    if name not in LOOPBACK:
        environment["PUBLIC_URL"] = text("PUBLIC_URL") or url
    hosts = [text("ALLOWED_HOSTS") or "127.0.0.1,localhost,[::1]", name]
    if public := urlsplit(environment.get("PUBLIC_URL", "")).hostname:
        hosts.append(public)
    environment["ALLOWED_HOSTS"] = ",".join(dict.fromkeys(",".join(hosts).split(",")))
    environment["PYTHONUNBUFFERED"] = "1"
    environment.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    return url, environment


def _tied_to_us() -> Callable[[], None] | None:
    """On Linux the kernel ends a child when we are gone, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def launch(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches us alone and we stop things in order."""
    return subprocess.Popen(command, cwd=BASE_DIR, env=environment, start_new_session=True, preexec_fn=_tied_to_us())


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def wait_until_up(server: subprocess.Popen[bytes], url: str, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as reply:  # noqa: S310 - our own http address
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def end(child: subprocess.Popen[bytes] | None, seconds: float = 15) -> None:
    if child is None or child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def who_can_log_in(demo: bool) -> None:
    if demo:
        secret = var_dir() / "secrets" / "demo_password"
        say(f"Mật khẩu minh họa nằm trong {secret}", "the demonstration's password is kept there")
    else:
        say(
            "Tạo người quản trị đầu tiên: .venv/bin/python manage.py create_administrator TEN",
            "create the first administrator with this command",
        )


def serve(url: str, host: str, port: int, environment: dict[str, str], children: list[subprocess.Popen[bytes]]) -> int:
    """Prepare, serve, fill in the demonstration; returns when the server ends by itself."""
    prepare = launch(manage("prepare"), environment)
    children.append(prepare)
    if prepare.wait():
        say("Chưa chuẩn bị xong, xem dòng lỗi ở trên", "preparation failed, see above; nothing is lost, run it again")
        return 1
    server = launch(servers.command("daphne", host, port), environment)
    children.append(server)
    local = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 - compared, not bound
    if not wait_until_up(server, local):
        say("Máy chủ không khởi động được, xem dòng lỗi ở trên", "the server did not start, see above")
        return 1
    say(f"Đang chạy tại {url}", f"running at {url} (Ctrl-C để dừng · to stop)")
    demo = flag("DEMO", default=True)
    if demo:
        say("Đang làm số liệu minh họa phía sau", "the demonstration fills in behind the running server")
        children.append(launch(manage("fill_demonstration", "--url", local), environment))
    who_can_log_in(demo)
    return watch(server, children[2] if demo else None)


def watch(server: subprocess.Popen[bytes], demonstration: subprocess.Popen[bytes] | None) -> int:
    """Wait for the server; say once how the demonstration ended."""
    while server.poll() is None:
        if demonstration is not None and (code := demonstration.poll()) is not None:
            demonstration = None
            if code == 0:
                say("Số liệu minh họa đã sẵn sàng", "the demonstration is ready")
            else:
                say(
                    "Số liệu minh họa chưa xong, lần chạy sau làm tiếp",
                    f"not finished ({code}); the next start resumes",
                )
        time.sleep(0.3)
    return server.returncode


def stop(number_: int, frame: FrameType | None) -> None:
    raise Stopped


def main() -> int:
    host, port = text("HOST") or "127.0.0.1", number("PORT", 8000)
    if not port_is_free(host, port):
        say(f"Cổng {port} đang có chương trình khác dùng, thử: make run PORT={port + 1}", "the port is taken")
        return 1
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    url, environment = addresses(host, port)
    children: list[subprocess.Popen[bytes]] = []
    try:
        return serve(url, host, port, environment, children)
    except Stopped:
        say("Đang dừng, dữ liệu được giữ", "stopping, the data stays")
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in reversed(children):
            end(child)


if __name__ == "__main__":
    sys.exit(main())
