"""The FastAPI application: routes of operations, system routes, errors of the framework."""
