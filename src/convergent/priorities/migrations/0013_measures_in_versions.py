import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_email_changed_at'),
        ('priorities', '0012_when_teams_last_decided'),
    ]

    operations = [
        migrations.AddField(
            model_name='priorityversion',
            name='lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='priorityversion',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place'),
        ),
        migrations.AddField(
            model_name='priorityversion',
            name='measures',
            field=models.JSONField(blank=True, help_text='Each measure with its aim; empty where no lead, team or measures were kept yet.', null=True),
        ),
    ]
