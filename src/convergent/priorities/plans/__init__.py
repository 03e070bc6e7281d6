"""Improvement plans as files: goals out of a district's own, priorities into the state's form.

Files from outside are opened in a confined process (`child`), which knows no Django.
"""
