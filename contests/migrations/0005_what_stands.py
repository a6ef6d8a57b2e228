"""Attempts that had ended stand as they did before, and results that stood are a published list."""

from django.db import migrations
from django.db.models import F, Max


def stand(apps, schema_editor):
    attempts = apps.get_model("contests", "Attempt").objects
    attempts.exclude(state="sitting").exclude(contest__state="cancelled").update(stands_at=F("ended_at"))
    lists = apps.get_model("contests", "ResultList").objects
    settled = apps.get_model("contests", "Contest").objects.filter(state="settled")
    lists.bulk_create(
        lists.model(
            contest=contest, version=contest.newest or 1, counted_at=contest.settled_at, published_at=contest.settled_at
        )
        for contest in settled.annotate(newest=Max("results__version"))
    )


class Migration(migrations.Migration):
    dependencies = [("contests", "0004_entries_results_certificates")]
    operations = [migrations.RunPython(stand, migrations.RunPython.noop)]
