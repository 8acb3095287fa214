"""Certificate chain building and validation, by Web PKI rules or by RFC 5280 alone."""
