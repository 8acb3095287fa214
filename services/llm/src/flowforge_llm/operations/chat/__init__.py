"""Chat: what OpenAI's clients call `client.chat`."""
