"""Who may do what: credentials, access and limits of a declaration, compiled for fast decisions."""
