"""A gateway to test, with real parts around it: Valkey, services that echo and fail, consumers."""
