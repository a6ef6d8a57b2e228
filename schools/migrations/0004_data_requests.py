import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0003_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "Xem dữ liệu"),
                            ("correct", "Sửa dữ liệu"),
                            ("provide", "Cung cấp bản sao dữ liệu"),
                            ("delete", "Xóa dữ liệu"),
                            ("withdraw", "Rút lại sự đồng ý"),
                            ("restrict", "Hạn chế xử lý"),
                            ("object", "Phản đối xử lý"),
                        ],
                        max_length=8,
                    ),
                ),
                ("person_name", models.CharField(blank=True, max_length=120)),
                (
                    "asker",
                    models.CharField(
                        choices=[("self", "Chính người đó"), ("representative", "Cha mẹ hoặc người giám hộ")],
                        max_length=16,
                    ),
                ),
                ("details", models.CharField(blank=True, max_length=1000)),
                (
                    "third_party",
                    models.BooleanField(default=False, help_text="others who got the data have to act too"),
                ),
                ("received_on", models.DateField()),
                ("acknowledge_by", models.DateField()),
                ("acknowledged_on", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(db_index=True)),
                ("first_due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Đang giải quyết"),
                            ("done", "Đã thực hiện"),
                            ("refused", "Không thực hiện được"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="data_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="schools.school",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DataRequestStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("recorded", "Ghi vào sổ"),
                            ("acknowledged", "Đã báo là đã nhận"),
                            ("extended", "Gia hạn"),
                            ("answered", "Đã trả lời"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="schools.datarequest"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ExportRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("results", "Kết quả cuộc thi"),
                            ("awards", "Danh sách đạt giải"),
                            ("advanced", "Danh sách lên vòng"),
                            ("entrants", "Danh sách dự thi"),
                            ("doors", "Danh sách phòng thi"),
                            ("sheets", "Phiếu trả lời có tên"),
                            ("certificates", "Giấy chứng nhận"),
                            ("cards", "Thẻ đăng nhập"),
                            ("consents", "Phiếu đồng ý"),
                            ("person", "Dữ liệu của một người"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=120)),
                ("rows", models.PositiveIntegerField()),
                ("named", models.BooleanField(help_text="names as they are; else codes in their place")),
                ("refused", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exports", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="data_request_answered_or_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("received_on"))), name="data_request_due_after_receipt"
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acknowledged_on__isnull", True),
                    ("acknowledged_on__gte", models.F("received_on")),
                    _connector="OR",
                ),
                name="data_request_acknowledged_after_receipt",
            ),
        ),
        migrations.AddIndex(
            model_name="exportrecord",
            index=models.Index(fields=["user", "at"], name="exports_of_a_person"),
        ),
        migrations.AddIndex(
            model_name="exportrecord",
            index=models.Index(condition=models.Q(("refused", True)), fields=["at"], name="exports_refused"),
        ),
    ]
