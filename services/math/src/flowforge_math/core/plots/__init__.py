"""Plots of data and of functions, as specifications of Vega-Lite; drawn in the look of all charts."""
