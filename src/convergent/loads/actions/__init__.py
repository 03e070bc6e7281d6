"""Everything that a button or a verb does with loads: what allows it, its audit row, the change."""
