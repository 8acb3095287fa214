"""The record of jobs in SQL (SQLite or PostgreSQL): tables, and the transitions between states.

Every transition takes a SQLAlchemy connection, so that it can be a part of another transaction.
"""
