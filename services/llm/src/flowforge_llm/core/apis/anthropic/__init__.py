"""Anthropic's Messages API on top of chat: blocks instead of messages, its events, its errors.

Source: Anthropic's API reference, and the types of its official Python client.
"""
