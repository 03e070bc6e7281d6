"""Tables that leave: what has to be withheld, and what an attacker makes of the rest."""
