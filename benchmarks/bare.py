"""`python -m benchmarks.bare PORT`: nothing but the `websockets` library. What comes in at `/order` goes to all others.

The floor of a fan-out: no application, no sessions, no router; on uvloop, as the province's server is.
"""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

watching: set[ServerConnection] = set()


async def handler(line: ServerConnection) -> None:
    if line.request is not None and line.request.path == "/order":
        async for text in line:
            broadcast(watching, text)
        return
    watching.add(line)
    try:
        await line.wait_closed()
    finally:
        watching.discard(line)


async def main(port: int) -> None:
    async with serve(handler, "127.0.0.1", port, compression=None, ping_interval=None, backlog=4096):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1])))
