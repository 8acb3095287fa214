"""What can go wrong with a task, beside the model's own failures."""

from flowforge_llm.core.errors import GENERATION_ERRORS, SchemaUnsupported
from flowforge_llm.core.tasks.text.source import SOURCE_ERRORS
from servicekit import UpstreamFailed


class AnswerUnusable(UpstreamFailed):
    code = "ANSWER_UNUSABLE"
    message = (
        "The model '{model}' returned no usable answer in {tries} attempts: {reason}. Try another model."
    )


class ScoresUnavailable(UpstreamFailed):
    code = "SCORES_UNAVAILABLE"
    message = "The engine of '{model}' returns no probabilities: use a model of vLLM, or an embedded one."
    retryable = False


TASK_ERRORS = (*GENERATION_ERRORS, SchemaUnsupported, *SOURCE_ERRORS, AnswerUnusable)
SCORING_ERRORS = (*TASK_ERRORS, ScoresUnavailable)
