"""The ASGI application: `uvicorn flowforge_llm.app:app`."""

from flowforge_llm import operations
from flowforge_llm.core.measures import MEASURES
from flowforge_llm.resources import desk
from flowforge_llm.settings import LlmSettings
from servicekit import create_service

app = create_service("llm", operations, settings=LlmSettings, resources=[desk], measures=MEASURES)
