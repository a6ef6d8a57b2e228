"""The files that mypy reads strictly: rules, statistics, actions, queries, live, intake. Printed for `make check`."""

from tests.serving import ROOT

APPS = ("schools", "quiz", "contests", "reports")
FLOORS = ("rules", "actions", "queries", "statistics", "live", "intake")


def typed_files() -> list[str]:
    found = []
    for app in APPS:
        for floor in FLOORS:
            single, folder = ROOT / app / f"{floor}.py", ROOT / app / floor
            found += [single] if single.exists() else sorted(folder.rglob("*.py"))
    return [str(path.relative_to(ROOT)) for path in found]


if __name__ == "__main__":
    print(" ".join(typed_files()))
