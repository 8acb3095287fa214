"""Files, compatible with OpenAI: /files/..."""
