"""A chat request on its way to a model: pictures, tools, structured output, cached answers."""
