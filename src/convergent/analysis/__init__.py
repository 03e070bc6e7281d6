"""Computations that are the product's own: arrays in, arrays out. No Django, no files, no SQL."""
