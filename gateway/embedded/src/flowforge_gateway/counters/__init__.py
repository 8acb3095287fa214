"""Count requests in fixed windows in Redis, so that several gateways share them."""
