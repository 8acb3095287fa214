"""The methods that answer a question, from one unknown to systems."""
