"""Programs that check and describe the repository: run them as `python -m tools.NAME` from its root."""
