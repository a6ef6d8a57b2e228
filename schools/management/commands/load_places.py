from django.core.management.base import BaseCommand

from schools.actions.places import load_places


class Command(BaseCommand):
    help = "Load the province's units, schools and headcounts (context only). Loading again changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        counts = load_places()
        self.stdout.write(", ".join(f"{name}: +{number}" for name, number in counts.items()))
