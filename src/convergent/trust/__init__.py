"""The trust pulse: three short statements a term, answered by nobody who could be found again."""
