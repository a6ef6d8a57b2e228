"""`make province`: the whole set on this machine, its data in `var/province`, kept running until Ctrl-C.

PROCESSES=2 PORT=8000 HOST=127.0.0.1 SERVER=uvicorn DEMO=0. A part that dies is started again a second later, with a
line that says so. `python -m scripts.province manage …` is `manage.py` on the data of the set that runs.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from backend import servers
from backend.environment import flag, number, text, var_dir
from backend.run import Stopped, addresses, end, launch, manage, port_is_free, say
from scripts.programs import ServiceMissing, missing_for_province
from scripts.province.assembly import Province, assemble
from scripts.province.process import Part

AGAIN_S = 1.0
#: The product's settings that whoever starts the set may give.
PASSED_ON = (
    "PUBLIC_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "HTTPS", "LOG_LEVEL", "LOG_FORMAT", "DATABASE_POOL",
    "SECOND_FACTOR_REQUIRED", "EXPORT_ROWS_A_DAY", "HOLIDAYS", "SECRET_KEY", "DEMO_PASSWORD", "METRICS_TOKEN",
    "HTTP_AT_ONCE", "HTTP_WAITING", "SOCKETS_AT_ONCE", "MIN_FREE_MB",
)  # fmt: skip


def stop(number_: int, frame: FrameType | None) -> None:
    raise Stopped


def unusable() -> str:
    """Why the set cannot be started here, in one line; empty when it can."""
    if packages := missing_for_province():
        return f"Thiếu chương trình · missing: apt-get install {' '.join(packages)}"
    port, server = number("PORT", 8000), text("SERVER") or text("WEB_SERVER") or "uvicorn"
    if server not in servers.SERVERS:
        return f"SERVER={server}: một trong · one of {', '.join(servers.SERVERS)}"
    if number("PROCESSES", 2) < 1:
        return "PROCESSES: ít nhất 1 · at least 1"
    if not port_is_free(text("HOST") or "127.0.0.1", port):
        return f"Cổng {port} đang bận, thử · the port is taken, try: make province PORT={port + 1}"
    return ""


def gathered() -> Province:
    """The set in `var/province`, not running yet."""
    host, port = text("HOST") or "127.0.0.1", number("PORT", 8000)
    _url, environment = addresses(host, port)
    given = {name: environment[name] for name in PASSED_ON if environment.get(name)}
    return assemble(
        var_dir() / "province",
        processes=number("PROCESSES", 2),
        server=text("SERVER") or text("WEB_SERVER") or "uvicorn",
        host=host,
        port=port,
        lasting=True,
        **given,
    )


def written() -> Path:
    """Where a running set's settings stand, for `manage`; they hold the database's password (mode 600)."""
    return var_dir() / "province" / "settings.json"


def write_down(made: Province) -> None:
    with os.fdopen(os.open(written(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(made.environment, file)


def managed(arguments: Sequence[str]) -> int:
    """`manage.py` on the data of the set that runs now."""
    if not written().exists():
        print("make province không chạy · is not running", file=sys.stderr)
        return 1
    return subprocess.run(manage(*arguments), env=json.loads(written().read_text()), check=False).returncode


def began(made: Province) -> bool:
    """Start everything; False when it could not be prepared."""
    say("Đang khởi động PostgreSQL và Redis", "starting PostgreSQL and Redis")
    made.begin()
    prepare = launch(manage("prepare"), made.environment)
    try:
        if prepare.wait():
            say(
                "Chưa chuẩn bị xong, xem dòng lỗi ở trên",
                "preparation failed, see above; nothing is lost, run it again",
            )
            return False
    finally:
        end(prepare)
    made.serve()
    processes = f"{len(made.web)} processes"
    say(f"Đang chạy tại {made.public_url}", f"running with {processes} (Ctrl-C để dừng · to stop)")
    write_down(made)
    say("Tạo người quản trị đầu tiên", "create the first administrator:")
    print("  .venv/bin/python -m scripts.province manage create_administrator TEN", flush=True)
    return True


def revive(part: Part) -> None:
    """Start a part that has died, without waiting for it: others may be down that it waits for itself."""
    say(f"{part.name} đã dừng, khởi động lại", f"{part.name} has died, it is started again")
    time.sleep(AGAIN_S)
    part.launch()


def watch(made: Province, demonstration: "subprocess.Popen[bytes] | None") -> None:
    """Until somebody stops us: whatever has died comes back, the database first."""
    while True:
        for part in made.parts:
            if not part.running:
                revive(part)
        if demonstration is not None and (code := demonstration.poll()) is not None:
            demonstration = None
            say("Số liệu minh họa đã xong", f"the demonstration has ended ({code})")
        time.sleep(0.3)


def main() -> int:
    """Run the set, or `manage …` on the one that runs; 1 when it cannot be run."""
    if sys.argv[1:2] == ["manage"]:
        return managed(sys.argv[2:])
    if why := unusable():
        print(why, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    made, demonstration = None, None
    try:
        made = gathered()
        if not began(made):
            return 1
        if flag("DEMO"):
            demonstration = launch(manage("fill_demonstration", "--url", made.url), made.environment)
        watch(made, demonstration)
    except (ServiceMissing, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    except Stopped:
        say("Đang dừng, dữ liệu được giữ", "stopping, the data stays")
    finally:
        for number_ in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number_, signal.SIG_IGN)
        end(demonstration)
        if made is not None:
            written().unlink(missing_ok=True)
            made.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
