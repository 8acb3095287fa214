"""The ASGI application: `uvicorn flowforge_llm.app:app`."""

from flowforge_llm import operations
from flowforge_llm.core.models.metrics import MEASURES
from flowforge_llm.resources import models
from flowforge_llm.settings import LlmSettings
from servicekit import create_service

app = create_service("llm", operations, settings=LlmSettings, resources=[models], measures=MEASURES)
