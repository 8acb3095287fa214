"""Pure code behind the operations: it knows tables and documents, and nothing of HTTP."""
