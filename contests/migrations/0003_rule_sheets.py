"""What a rule sheet says, what an attempt keeps of its time, and versions of keys and results."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from backend.migrating import AddColumns


class Migration(migrations.Migration):

    dependencies = [
        ('contests', '0002_private_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='attempt',
            name='attempt_chain',
        ),
        AddColumns(
            'attempt',
            [
                ('extra_ms', models.BigIntegerField(default=0)),
                ('lost_ms', models.PositiveBigIntegerField(default=0)),
                ('lot', models.PositiveIntegerField(blank=True, null=True)),
                ('prediction', models.PositiveIntegerField(blank=True, null=True)),
                ('receipt', models.CharField(blank=True, db_index=True, max_length=12)),
                ('speed', models.IntegerField(default=0)),
                ('stands_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        AddColumns(
            'blueprintcell',
            [
                ('points', models.PositiveIntegerField(default=100, help_text='hundredths of a point, each item')),
            ],
        ),
        AddColumns(
            'contest',
            [
                ('age_from', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('age_to', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('allow_held', models.BooleanField(default=False, help_text='items of another open contest may be drawn, too')),
                ('appeal_h', models.PositiveSmallIntegerField(default=0, help_text='hours for appeals after publishing; 0: none')),
                ('attempts_most', models.PositiveSmallIntegerField(blank=True, default=1, help_text='empty: no limit', null=True)),
                ('confirmation', models.CharField(choices=[('at_once', 'Công bố ngay khi tính xong'), ('school', 'Lãnh đạo trường xác nhận rồi công bố'), ('department', 'Trường xác nhận, Sở công bố')], default='at_once', max_length=12)),
                ('counts', models.CharField(choices=[('best', 'Lượt cao nhất, bằng nhau thì lượt sớm hơn'), ('last', 'Lượt cuối cùng'), ('first', 'Lượt đầu tiên')], default='best', max_length=8)),
                ('deidentified_at', models.DateTimeField(blank=True, null=True)),
                ('entry_by', models.CharField(choices=[('invited', 'Mọi người thuộc trường, khối được mời'), ('listed', 'Chỉ người có tên trong danh sách dự thi')], default='invited', max_length=10)),
                ('leads_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feeders', to='contests.contest')),
                ('mode', models.CharField(choices=[('own', 'Mỗi em tự bắt đầu trong khung giờ'), ('same', 'Cả cuộc thi bắt đầu cùng lúc'), ('supervised', 'Giám thị phát lệnh bắt đầu theo phòng')], default='own', max_length=12)),
                ('negative_percent', models.PositiveSmallIntegerField(default=0, help_text="of an item's points, for a wrong answer")),
                ('paper_kind', models.CharField(choices=[('blueprint', 'Rút theo ma trận đề'), ('fixed', 'Các câu do thầy cô chọn')], default='blueprint', max_length=10)),
                ('papers_count', models.PositiveSmallIntegerField(default=1)),
                ('practice_needed', models.PositiveSmallIntegerField(default=0, help_text='items answered right in practice before')),
                ('prediction', models.CharField(choices=[('none', 'Không có'), ('entrants', 'Số người dự thi'), ('all_right', 'Số người trả lời đúng hết')], default='none', max_length=10)),
                ('retention_months', models.PositiveSmallIntegerField(default=12)),
                ('round_level', models.CharField(choices=[('school', 'Vòng trường'), ('cluster', 'Vòng cụm'), ('commune', 'Vòng xã, phường'), ('district', 'Vòng huyện'), ('province', 'Vòng tỉnh')], default='school', max_length=10)),
                ('rules_version', models.PositiveSmallIntegerField(default=1)),
                ('speed_most', models.PositiveIntegerField(default=0, help_text='hundredths of a point; 0: no speed points')),
                ('sub_boards', models.CharField(blank=True, help_text='of school, grade, unit; comma-separated', max_length=40)),
                ('template', models.CharField(blank=True, max_length=20)),
            ],
        ),
        AddColumns(
            'job',
            [
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('contest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='contests.contest')),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('order', models.TextField(blank=True, help_text='what is to be done, as JSON that the kind understands')),
            ],
        ),
        AddColumns(
            'lateanswer',
            [
                ('reason', models.CharField(blank=True, max_length=300)),
                ('ruled_at', models.DateTimeField(blank=True, null=True)),
                ('ruled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ruling', models.CharField(choices=[('waiting', 'Chờ xem xét'), ('accepted', 'Đã nhận'), ('refused', 'Không nhận')], default='waiting', max_length=10)),
            ],
        ),
        AddColumns(
            'paperkey',
            [
                ('ruling', models.CharField(choices=[('key', 'Đáp án'), ('any', 'Nhận nhiều đáp án'), ('all_right', 'Mọi bài đều được điểm'), ('void', 'Bỏ câu này')], default='key', max_length=10)),
            ],
        ),
        AddColumns(
            'result',
            [
                ('hardest', models.PositiveBigIntegerField(default=0, help_text='right answers by level, the hardest first')),
                ('lot', models.PositiveIntegerField(null=True)),
                ('prediction_gap', models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.AlterField(
            model_name='job',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='waiting', max_length=10),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(models.F('contest'), models.OrderBy(models.F('points'), descending=True), models.F('time_used_ms'), models.F('ended_at'), condition=models.Q(('stands_at__isnull', False)), name='attempt_board'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'sitting')), fields=('contest', 'user'), name='attempt_sitting_once'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('stands_at__isnull', False)), fields=('contest', 'user'), name='attempt_stands_once'),
        ),
    ]
