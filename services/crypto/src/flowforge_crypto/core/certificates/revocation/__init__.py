"""Certificate revocation lists: create, read and check."""
