"""The HTTP side of the kit: plain ASGI, from the bytes of a request to the bytes of its answer."""
