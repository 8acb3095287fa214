"""Embedding models: in child processes of this service, or on a server with OpenAI's HTTP API."""
