"""The scheduler: `python -m flowforge_jobs.core.scheduling` recovers, delays, expires and prunes jobs.

Several may run; one of them works, by a lease in the database.
"""
