"""One answer into the database with one statement, as anybody would write it; the newer one stands."""

UPSERT = """
INSERT INTO contests_answer
    (attempt_id, item_id, value, opening, seq, received_at, points, "right", key_version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (attempt_id, item_id) DO UPDATE SET
    value = excluded.value, opening = excluded.opening, seq = excluded.seq, received_at = excluded.received_at,
    points = excluded.points, "right" = excluded."right", key_version = excluded.key_version
WHERE (excluded.opening, excluded.seq) > (contests_answer.opening, contests_answer.seq)
"""
