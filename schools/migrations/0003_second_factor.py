import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0002_column_maps_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="second_factor_at",
            field=models.DateTimeField(blank=True, help_text="signing in asks for a code since then", null=True),
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("last_step", models.BigIntegerField(help_text="the step whose code was used last")),
                (
                    "failures",
                    models.PositiveSmallIntegerField(default=0, help_text="tries judged in the running window"),
                ),
                ("window_started_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="recoverycode",
            index=models.Index(
                condition=models.Q(("used_at__isnull", True)), fields=["user"], name="recovery_code_open"
            ),
        ),
    ]
