"""Responses: what OpenAI's clients call `client.responses`."""
