"""Operations that draw plots as PNG, SVG or an interactive page."""
