"""The newest version of each priority is told in whose hands it is and what it is measured by, so
that the next change can be compared. What stood in older ones nobody knows."""

from django.db import migrations

NAMES = (
    'measure', 'assessment', 'subject', 'grade', 'student_group', 'baseline_year', 'aim_year'
)


def tell(apps, schema_editor):
    Version = apps.get_model('priorities', 'PriorityVersion')
    Measure = apps.get_model('priorities', 'PriorityMeasure')
    measures = {}
    for one in Measure.objects.order_by('aim_year', 'measure', 'id'):
        told = {name: getattr(one, name) for name in NAMES}
        measures.setdefault(one.priority_id, []).append({**told, 'aim': f'{one.aim:.2f}'})
    newest = {}
    for one in Version.objects.order_by('number').select_related('priority__lead').iterator():
        newest[one.priority_id] = one
    for one in newest.values():
        one.lead_id = one.priority.lead.person_id if one.priority.lead else None
        one.team_id = one.priority.team_id
        one.measures = measures.get(one.priority_id, [])
    Version.objects.bulk_update(newest.values(), ['lead', 'team', 'measures'], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('priorities', '0013_measures_in_versions'),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
