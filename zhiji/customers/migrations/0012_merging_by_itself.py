from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0011_time_zone_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchKeyMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_customer', models.BigIntegerField(default=0)),
                ('last_event', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='matchthreshold',
            name='by_itself',
            field=models.BooleanField(default=False, verbose_name='merge by itself'),
        ),
        migrations.AddField(
            model_name='matchthreshold',
            name='is_moved',
            field=models.BooleanField(default=False),
        ),
    ]
