"""The file index: records of files and uploads, in SQLite or Redis, changed in transactions."""
