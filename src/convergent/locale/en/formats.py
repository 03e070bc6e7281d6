"""How English in US schools writes dates, where Django's own English has no word for it."""

DATE_FORMAT = "F j, Y"  # November 19, 2026
DATETIME_FORMAT = "F j, Y, P"
WEEKDAY_FORMAT = "l, F j"  # Thursday, November 19
MONTH_FORMAT = "F"  # November
