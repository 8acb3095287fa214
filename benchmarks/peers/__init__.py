"""Peers: what the same work costs without the kit, with the same answers as the service beside it."""
