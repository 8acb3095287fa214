"""Tools for models that have none of their own: the model is held to a schema of calls.

Each answer is one call, `{"tool": name, "arguments": {...}}`, or one in words, `{"answer": ...}`. It is read
while it arrives, so that streams have the deltas of OpenAI's API.
"""
