"""The PDF service: arrange, make, read, render, change, redact, sign and compare PDF documents.

Needs nothing from outside. Every document is opened in a killable process, under limits.
"""
