"""`python -m tests.on_postgresql …` runs pytest with these arguments, every database test on a real PostgreSQL."""

import os
import subprocess
import sys

from tests import services


def main() -> int:
    with services.postgres() as server:
        environment = {**os.environ, "TESTS_DATABASE_URL": server.url}
        return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
