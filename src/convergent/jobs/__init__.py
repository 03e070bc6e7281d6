"""Long work: a row for each job in Records, taken up by workers, its effects made once."""
