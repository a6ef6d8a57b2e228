#!/bin/sh
# Copies the database every night at 2 o'clock, or once with ONCE=1: made, looked through, then named; KEEP files stay.
# PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE say which, BACKUPS where to.
set -eu
umask 077
BACKUPS=${BACKUPS:-/backups}
KEEP=${KEEP:-14}

copy() {
    unfinished="$BACKUPS/.unfinished"
    pg_dump --format=custom --no-owner --no-privileges --no-password --file="$unfinished"
    pg_restore --file=/dev/null "$unfinished"
    sync "$unfinished"
    mv "$unfinished" "$BACKUPS/asean-$(date +%Y%m%d-%H%M%S).dump"
    find "$BACKUPS" -name 'asean-*.dump' | sort | head -n "-$KEEP" | while read -r old; do rm -- "$old"; done
}

if [ "${ONCE:-0}" = 1 ]; then
    copy
    exit 0
fi
while :; do
    sleep $(( $(date -d 'tomorrow 02:00' +%s) - $(date +%s) ))
    copy || echo "backup failed, the next one is tomorrow" >&2
done
