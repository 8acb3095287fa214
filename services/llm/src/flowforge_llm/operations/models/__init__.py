"""Models: `client.models` in OpenAI's clients."""
