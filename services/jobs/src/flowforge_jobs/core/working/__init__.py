"""The worker: `python -m flowforge_jobs.core.working` takes jobs and calls their operations."""
