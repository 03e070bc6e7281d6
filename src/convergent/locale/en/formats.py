"""How English in US schools writes dates, where Django's own English has no word for it."""

WEEKDAY_FORMAT = "l, F j"  # Thursday, November 19
