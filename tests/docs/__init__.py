"""The documents say what is true: their code runs, their links lead somewhere."""
