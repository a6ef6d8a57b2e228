"""`python -m scripts.kill_test`: kill -9 the server while a crowd answers, restart it, and see that nothing is lost.

The harness of tests/faults with nothing but kills, on SQLite: see docs/reliability.md. Exit 1 if anything that must
hold does not, 2 if the kills did not come about. `--mutant` serves the planted fault that acknowledges before the
commit; it must then end with 1.
"""

import argparse
import sys
from collections.abc import Sequence

from tests.faults.__main__ import main as faults

MUTANT = "tests.mutants.ack_before_commit:application"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="kill_test", description=__doc__)
    parser.add_argument("--students", default="80")
    parser.add_argument("--kills", default="3")
    parser.add_argument("--seconds", default="60", help="length of the contest")
    parser.add_argument("--seed", default="7")
    parser.add_argument("--mutant", action="store_true", help="serve the planted fault: it must be caught")
    options = parser.parse_args(arguments)
    told = ["--only-kills", "--students", options.students, "--faults", options.kills]
    told += ["--seconds", options.seconds, "--seed", options.seed]
    return faults([*told, "--application", MUTANT] if options.mutant else told)


if __name__ == "__main__":
    sys.exit(main())
