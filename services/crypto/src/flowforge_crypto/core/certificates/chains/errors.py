"""What is wrong with a certificate chain, whichever rules it is judged by."""


class ChainBroken(Exception):
    """No chain holds; the text says what does not, in words."""
