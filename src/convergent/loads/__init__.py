"""Loads of exports as people see them: asked for, followed, decided on, undone."""
