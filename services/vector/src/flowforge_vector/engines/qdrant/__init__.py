"""Qdrant servers as a store, through the official client: REST or gRPC, with timeouts and retries."""
