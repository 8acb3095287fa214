"""Tables as batches of polars frames: types that lose nothing, rejected rows, and rows as JSON."""
