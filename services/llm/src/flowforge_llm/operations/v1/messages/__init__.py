"""Messages: what Anthropic's clients call `client.messages`."""
