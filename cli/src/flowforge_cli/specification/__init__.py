"""The merged OpenAPI document of all services."""
