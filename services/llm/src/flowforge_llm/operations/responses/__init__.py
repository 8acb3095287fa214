"""Responses: `client.responses` in OpenAI's clients."""
