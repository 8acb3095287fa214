"""Monte Carlo simulation: random variables, their expression, and estimates that sharpen as samples come."""
