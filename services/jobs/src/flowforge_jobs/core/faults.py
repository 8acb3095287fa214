"""What may be wrong with a request to the jobs service."""

from servicekit import Conflict, Gone, InvalidInput, NotFound, NotInstalled, Unavailable


class JobsNotConfigured(NotInstalled):
    code = "JOBS_NOT_CONFIGURED"
    message = "Jobs are not recorded here because no database is configured: set FLOWFORGE_JOBS_DATABASE_URL."


class RecordUnavailable(Unavailable):
    code = "JOBS_UNAVAILABLE"
    message = "The database of jobs does not answer at present: try again shortly."


class UnknownJob(NotFound):
    code = "JOB_NOT_FOUND"
    message = "There is no job '{job_id}', or it is not yours, or its result has expired."


class JobIdTaken(Conflict):
    code = "JOB_ID_TAKEN"
    message = "'id' is '{job_id}', which another job has: send another UUID, or none."


class JobNotEnded(Conflict):
    code = "JOB_NOT_ENDED"
    message = "The job is {state}: it has no result yet. Ask again later, or follow its events."
    retryable = True


class JobEnded(Conflict):
    code = "JOB_ENDED"
    message = "The job is {state}: it cannot be cancelled any more."


class JobCancelled(Conflict):
    code = "JOB_CANCELLED"
    message = "The job was cancelled: it has no result."


class ResultGone(Gone):
    code = "JOB_RESULT_GONE"
    message = "The result of the job was the stored file '{file_id}', which has expired or was deleted."


class JobNotReplayable(Conflict):
    code = "JOB_NOT_REPLAYABLE"
    message = "The job is {state}: only calls that are dead, failed or cancelled can be replayed."


class UnknownOperation(InvalidInput):
    code = "JOB_OPERATION_UNKNOWN"
    message = (
        "'operation' is '{given}', which no running service has: use an id of the OpenAPI documents, such as "
        "math.evaluate."
    )


class ServiceAway(Unavailable):
    code = "JOB_SERVICE_UNAVAILABLE"
    message = "The service of '{operation}' does not answer at present: try again shortly."


class PathParameterMissing(InvalidInput):
    code = "JOB_PATH_PARAMETER_MISSING"
    message = "'path' lacks '{name}': the address of '{operation}' is {address}."


class UnknownDelivery(NotFound):
    code = "JOB_DELIVERY_NOT_FOUND"
    message = "There is no delivery '{delivery_id}', or it is not yours."


class NoSteps(Conflict):
    code = "JOB_HAS_NO_STEPS"
    message = "The job is a single call: only batches and pipelines have steps."
