"""Run as a program of its own (see `arrow.py`): one query from stdin, its rows as an Arrow stream to stdout."""

import json
import sys

BATCH_ROWS = "65536"


def main() -> None:
    """stdin: JSON `[uri, sql, parameters]`. An error ends it with its traceback on stderr and half a stream."""
    import pyarrow as pa  # noqa: PLC0415 - whoever merely looks at this file need not load it
    from adbc_driver_sqlite import dbapi  # noqa: PLC0415 - as above

    where, sql, parameters = json.load(sys.stdin)
    with dbapi.connect(where) as line, line.cursor() as cursor:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": BATCH_ROWS})
        cursor.execute(sql, parameters or None)
        rows = cursor.fetch_record_batch()
        with pa.ipc.new_stream(sys.stdout.buffer, rows.schema) as stream:
            for batch in rows:
                stream.write_batch(batch)


if __name__ == "__main__":
    main()
