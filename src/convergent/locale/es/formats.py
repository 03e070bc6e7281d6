"""How Spanish in US schools writes dates and numbers (CLDR: es-US), where it is not Spain's way.

Days and months in full words: 3/4 means two different days to the two halves of a US school.
"""

WEEKDAY_FORMAT = r"l, j \d\e F"  # jueves, 19 de noviembre
MONTH_FORMAT = "F"  # noviembre
TIME_FORMAT = "P"  # 2:05 p.m.
DATETIME_FORMAT = r"j \d\e F \d\e Y, P"
SHORT_DATE_FORMAT = "j b Y"  # 19 nov 2026
SHORT_DATETIME_FORMAT = "j b Y, P"
FIRST_DAY_OF_WEEK = 0
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
