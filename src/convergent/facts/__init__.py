"""What the district exports: read, checked, published as immutable snapshots, and queried.

The only package that imports DuckDB and pyarrow; it knows nothing of Django or of who may see what.
"""
