"""The base tables: each question about the snapshot's rows is answered in one place here.

Each module makes one or two tables in a DuckDB connection, from the snapshot's tables and those
made before it. A base table that measures rest on has a row for a student:

tested       a student × assessment × subject × school year, with the one result that counts
enrolled     the same of everybody who should have been tested
attendance   a student × school year
graded       a student × school year

Each row says in which cell it counts (see `cells`), and which groups the student is in.
"""
