"""X.509 certificates, requests, revocation lists and chains (RFC 5280)."""
