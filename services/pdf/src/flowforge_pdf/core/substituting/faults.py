"""Why a font cannot be replaced."""


class NotReplaceable(Exception):
    """The argument is the reason, without a full stop."""
