"""Generate the clients in sdk/ from the specification: Python, TypeScript, n8n, Zapier and Make."""
