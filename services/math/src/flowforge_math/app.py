"""The math service: `uvicorn flowforge_math.app:app`."""

from flowforge_math import operations
from servicekit import create_service

app = create_service("math", operations)
