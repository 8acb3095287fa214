"""What the codes of fonts mean: two readings of every glyph."""
