"""The address printed on cards."""

import ipaddress
from urllib.parse import urlsplit


def is_loopback(address: str) -> bool:
    """Whether an address can only be reached from this very machine."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def shown(address: str) -> str:
    """An address as it is read aloud and typed: no scheme, no slash at the end."""
    return address.partition("://")[2].rstrip("/") or address
