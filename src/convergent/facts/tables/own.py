"""What our own forms share: columns, a check, and bounds."""

from convergent.facts.tables.declare import STATUSES, Check, Column

STATUS = Column(
    "status",
    allowed=STATUSES,
    says="Empty means active. What a whole export no longer holds becomes inactive by itself.",
)
BEGINS = Column("begins", kind="date", says="The first day.")
ENDS = Column("ends", kind="date", says="The last day; empty while it goes on.")
ENDS_AFTER_IT_BEGINS = Check(
    rule="order of days",
    column="ends",
    violated="t.ends < t.begins",
    fix="Let the last day be no earlier than the first.",
    simple=True,
)
YEARS = ("2000", "2100")
MONEY = ("-100000000000", "100000000000")
