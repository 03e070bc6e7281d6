"""Notes that were there already belong to the team and the lead who can read them now."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def give(apps, _schema):
    held = apps.get_model("priorities", "Priority").objects.filter(pk=OuterRef("priority"))
    apps.get_model("priorities", "WorkingNote").objects.update(
        for_team=Subquery(held.values("team")[:1]),
        for_lead=Subquery(held.values("lead__person")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("priorities", "0009_notes_for_whom_they_were_written")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
