"""Messages: `client.messages` in Anthropic's clients."""
