"""Chat completions: `client.chat` in OpenAI's clients."""
