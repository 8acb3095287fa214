"""FlowForge data: convert, query, clean and validate tables and documents over HTTP.

Needs nothing from outside; polars, pyarrow and other engines are imported by the first call that uses them.
"""
