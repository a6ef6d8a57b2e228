"""The fault of trusting the device: a time that the message brings decides about the deadline."""

from dataclasses import replace
from datetime import datetime

from contests.rules import packets
from contests.rules.packets import Packet

packet_of = packets.packet_of


def trusting(message: object, *, attempt: int, received_at: datetime) -> Packet:
    packet = packet_of(message, attempt=attempt, received_at=received_at)
    said = message.get("at") if isinstance(message, dict) else None
    return replace(packet, received_at=datetime.fromisoformat(said)) if isinstance(said, str) else packet


packets.packet_of = trusting

from backend.serve import application  # noqa: E402 - the doors take the trusting function when they are loaded

__all__ = ["application"]
