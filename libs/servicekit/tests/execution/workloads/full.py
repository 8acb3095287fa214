"""A handler whose disk is full."""

import errno

from .plain import AddRequest, Sum


def write(body: AddRequest) -> Sum:
    raise OSError(errno.ENOSPC, "No space left on device", f"/secret/{body.left}")
