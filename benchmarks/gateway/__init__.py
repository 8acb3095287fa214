"""The embedded gateway beside direct calls: rate, latency, bodies, events, decisions, reloads, memory."""
