"""Messages on their way: written with the change that they tell of, handed over by a worker."""
