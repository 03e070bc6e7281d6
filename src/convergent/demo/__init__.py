"""A simulated district: Harbor City, its exports, what is true of it, and its named cast."""
