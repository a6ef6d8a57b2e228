"""What a token may be allowed. A token never does more than the person whose it is."""

CONTESTS_READ = "contests:read"
CONTESTS_WRITE = "contests:write"
RESULTS_READ = "results:read"
PEOPLE_READ = "people:read"
PEOPLE_WRITE = "people:write"
REPORTS_READ = "reports:read"
SCOPES = (CONTESTS_READ, CONTESTS_WRITE, RESULTS_READ, PEOPLE_READ, PEOPLE_WRITE, REPORTS_READ)


def stored(scopes: object) -> str:
    """The known ones among these, as a token keeps them: in the order of `SCOPES`, parted by spaces."""
    wanted = set(scopes) if isinstance(scopes, (list, tuple, set, frozenset)) else set()
    return " ".join(scope for scope in SCOPES if scope in wanted)


def allows(kept: str, wanted: str | None) -> bool:
    """Whether a token with these stored scopes may do what asks for `wanted`. What asks for nothing is refused."""
    return wanted in SCOPES and wanted in kept.split()
