"""Pure code behind the operations: it knows numbers and nothing of HTTP."""
