"""OpenAI's Responses API on top of chat: items instead of messages, events with numbers, kept conversations.

Source: OpenAI's API reference, and the types of its official Python client.
"""
