"""What every operation that reads or writes the record declares."""

from flowforge_jobs.core.faults import JobsNotConfigured, RecordUnavailable

DATABASE = "a database, which the operators configure"
RECORD_ERRORS = (JobsNotConfigured, RecordUnavailable)
