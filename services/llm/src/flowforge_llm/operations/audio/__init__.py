"""Speech: `client.audio` in OpenAI's clients."""
