"""Chromium, a program of the operating system, as the engine for real web pages: scripts, web fonts, grid.

Needs the program itself; `browser_at` finds it. It runs without network: every request of a page is answered
by the caller.
"""
