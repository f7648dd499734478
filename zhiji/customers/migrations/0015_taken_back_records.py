from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever stayed when a list was taken back is found by the source and its id."""

    dependencies = [
        ('customers', '0014_fewer_indexes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='sourcerecord',
            index=models.Index(condition=models.Q(('state', 'undone')), fields=['source', 'external_id'], name='source_record_undone'),
        ),
    ]
