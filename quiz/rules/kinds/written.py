"""What number and short text share: the answer is one word of the pupil's own."""

MOST = 80  # characters; fifty such answers fit into one message


def written(value: object) -> bool:
    """Whether `value` is a list of one word that says something, right or wrong: nothing typed is ever lost."""
    return (
        isinstance(value, list)
        and len(value) == 1
        and isinstance(value[0], str)
        and len(value[0].strip()) > 0
        and len(value[0]) <= MOST
        and "\0" not in value[0]
    )
