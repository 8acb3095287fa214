"""What the numbers of an expression may be: doubles, decimals of many digits, fractions, arrays, symbols.

Each has the operators and functions that make sense for it, and bounds on size, so that no call can hang.
"""
