"""One OpenAPI document of all services: collected from what runs or is installed, and merged."""
