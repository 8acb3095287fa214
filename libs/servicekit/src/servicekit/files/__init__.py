"""The file store: content in a local folder or an S3 bucket, records in SQLite or Redis.

Needs FLOWFORGE_FILES_URL and FLOWFORGE_FILES_SIGNING_KEY. Every change of records is one transaction.
"""
