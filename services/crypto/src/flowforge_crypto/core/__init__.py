"""Pure code that two operations or more share; knows nothing of HTTP."""
