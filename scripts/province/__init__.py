"""The province set on one machine: nginx, web processes, Redis and PostgreSQL, all of it real.

    with province(folder, processes=2) as set_:
        set_.url, set_.web[0].kill(), set_.postgres.start(), set_.manage("verify_board", code)

`python -m scripts.province` (`make province`) runs it and keeps it running.
"""

from scripts.province.assembly import Province, prepared, province

__all__ = ["Province", "prepared", "province"]
