"""From a request's source to a table or document, and from there to a file of the format asked for."""
