"""Models: what OpenAI's clients call `client.models`."""
