"""Authentication and authorization: credentials, ACLs and limits, compiled for fast decisions."""
