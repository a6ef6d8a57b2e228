"""nginx's configuration, rendered from `deploy/`: for `make province`, for tests, for hosts and for containers.

`python -m scripts.province.front --help` prints one for a host.
"""

import argparse
import os
import pwd
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from backend.environment import BASE_DIR

DEPLOY = BASE_DIR / "deploy"
# What one rendering looks like that no folder of ours knows: Debian's nginx under systemd.
HOST_HEAD = "user www-data;\npid /run/nginx.pid;"
SOCKETS = 20_000


def render(
    web: Sequence[str],
    *,
    listen: Sequence[str] = ("80",),
    static: str,
    pages: str,
    folder: str = "/var/lib/nginx",
    head: str = HOST_HEAD,
    log: str = "/var/log/nginx/access.log",
    name: str = "_",
    certificate: tuple[str, str] | None = None,
    sockets: int = SOCKETS,
) -> str:
    """The configuration as text.

    `web` are the addresses of the web processes, `static` the folder of collected files, `pages` that of the page shown
    while no process answers, `folder` where nginx may put bodies. With `certificate` (chain, key) it serves https.
    """
    text = (DEPLOY / "nginx.conf.template").read_text(encoding="utf-8")
    values = {
        "head": head,
        "files": str(2 * sockets + 1_000),
        "folder": folder,
        "log": log,
        "upstream": _servers(web, "max_fails=3 fail_timeout=2s"),
        "upstream_sockets": _servers(web, "max_fails=0"),
        "redirect": "",
        "listen": "\n".join(f"        listen {where} backlog=4096 so_keepalive=60s:15s:4;" for where in listen),
        "name": name,
        "static": static.rstrip("/"),
        "pages": pages.rstrip("/"),
        "hsts": "",
    }
    if certificate is not None:
        values["redirect"] = _part("nginx-redirect.conf.template", name=name, plain=listen[-1])
        values["listen"] = _part(
            "nginx-tls.conf.template", secure=listen[0], certificate=certificate[0], key=certificate[1]
        )
        values["hsts"] = "        add_header Strict-Transport-Security max-age=31536000 always;"
    return _filled(text, values)


def _servers(web: Sequence[str], marked_down: str) -> str:
    return "\n".join(f"        server {address} {marked_down};" for address in web)


def _part(file: str, **values: str) -> str:
    return _filled((DEPLOY / file).read_text(encoding="utf-8").rstrip("\n"), values)


def _filled(text: str, values: dict[str, str]) -> str:
    """Each `@word@` of the template becomes its value."""
    for word, value in values.items():
        text = text.replace(f"@{word}@", value)
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the configuration for a host."""
    parser = argparse.ArgumentParser(prog="python -m scripts.province.front", description=main.__doc__)
    parser.add_argument("--web", default="127.0.0.1:8001,127.0.0.1:8002", help="addresses of the web processes")
    parser.add_argument("--static", default="/var/lib/asean/static", help="VAR_DIR/static of the installation")
    parser.add_argument("--name", default="_", help="the host name that visitors use")
    parser.add_argument("--certificate", nargs=2, metavar=("CHAIN", "KEY"), help="serve https with these files")
    given = parser.parse_args(arguments)
    certificate = tuple(given.certificate) if given.certificate else None
    listen = ("443", "80") if certificate else ("80",)
    text = render(
        given.web.split(","), listen=listen, static=given.static, pages=str(DEPLOY / "pages"), name=given.name,
        certificate=certificate,
    )  # fmt: skip
    sys.stdout.write(text)
    return 0


def for_containers() -> str:
    """The configuration that docker-compose.yml mounts; `deploy/compose/nginx.conf` holds it."""
    return render(
        ["web:8000"], static="/srv/static", pages="/srv/pages", folder="/var/cache/nginx",
        head="user nginx;\npid /run/nginx.pid;", log="/dev/stdout",
    )  # fmt: skip


def for_folder(web: Sequence[str], listen: str, folder: Path, static: Path) -> str:
    """The configuration of a set that lives in a folder and is watched by its parent."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    head = f"daemon off;\npid {folder}/nginx.pid;"
    if os.geteuid() == 0:  # the account that made the folder reads it; nginx's own could not
        head = f"user {pwd.getpwuid(0).pw_name} root;\n{head}"
    return render(
        web, listen=(listen,), static=str(static), pages=str(DEPLOY / "pages"), folder=str(folder), head=head,
        log=f"{folder}/access.log", sockets=min(SOCKETS, (hard - 1_000) // 2),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
