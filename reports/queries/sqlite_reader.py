"""Run as a program of its own (see `arrow.py`): queries from stdin, a line each; rows as Arrow streams to stdout."""

import json
import sys

BATCH_ROWS = "65536"
#: Follows every stream: without it a stream that broke off would look like one that ended.
WHOLE = b"whole.\n"


def main() -> None:
    """A line is JSON `[uri, sql, parameters]`. An error ends it with its traceback on stderr and half a stream."""
    import pyarrow as pa  # noqa: PLC0415 - whoever merely looks at this file need not load it
    from adbc_driver_sqlite import dbapi  # noqa: PLC0415 - as above

    for line in sys.stdin:
        where, sql, parameters = json.loads(line)
        with dbapi.connect(where) as connection, connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": BATCH_ROWS})
            cursor.execute(sql, parameters or None)
            rows = cursor.fetch_record_batch()
            with pa.ipc.new_stream(sys.stdout.buffer, rows.schema) as stream:
                for batch in rows:
                    stream.write_batch(batch)
        sys.stdout.buffer.write(WHOLE)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
