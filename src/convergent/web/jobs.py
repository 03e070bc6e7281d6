"""What the installation does by itself, once a day."""

from __future__ import annotations

import logging
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.audit.chain import breaks
from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.jobs.due import each_day
from convergent.jobs.kinds import Running, job_kind
from convergent.people.actions.addresses import let_addresses_follow

log = logging.getLogger(__name__)

CHECK_AUDIT = "check audit"
FOLLOW_ADDRESSES = "follow addresses"


@job_kind(CHECK_AUDIT, title=gettext_lazy("Checking the audit"))
def check_audit(_running: Running) -> dict[str, Any]:
    """Fails, which whoever keeps a district sees on Today, where the chain does not hold."""
    found = list(breaks())
    for one in found[:20]:
        log.error("audit row %s: %s", one.number, one.what)
    if found:
        raise BadInput(
            _("The audit was altered: row %(number)s %(what)s.")
            % {"number": found[0].number, "what": found[0].what},
            _("Run convergent audit, keep a copy of the anchors, and find out who could write."),
        )
    return {"rows": AuditRow.objects.count()}


@job_kind(FOLLOW_ADDRESSES, title=gettext_lazy("Letting changed addresses count"))
def follow_addresses(_running: Running) -> dict[str, Any]:
    return {"accounts": let_addresses_follow()}


each_day(CHECK_AUDIT)
each_day(FOLLOW_ADDRESSES)
