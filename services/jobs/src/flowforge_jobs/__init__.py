"""Run any operation as a job: status, progress, result, cancellation and retries.

Jobs are written to SQL before they run, carried out by workers, and recovered when a worker is lost.
"""
