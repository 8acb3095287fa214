"""What a service may be connected to, each with a twin that works without it."""
