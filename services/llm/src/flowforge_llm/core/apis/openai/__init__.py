"""OpenAI's API as models: what its clients send and what they get. Source: OpenAI's API reference."""
