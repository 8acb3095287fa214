"""Failures of a store, told as ours: full, not writable, damaged, or away."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from servicekit.errors import OperationError
from servicekit.files.errors import FileDamaged, FileStoreAway, FileStoreFull, FileStoreUnwritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}
_OS_ERROR = re.compile(r"os error (\d+)")
_NO_BUCKET = "NoSuchBucket"
_RETRY_AFTER = {"retry-after": "2"}


@contextmanager
def told_writing() -> Iterator[None]:
    """Tell what fails while content is written or deleted."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise _refused_write(error) from error


@contextmanager
def told_reading() -> Iterator[None]:
    """Tell what fails while content is read: an object that is not there is a damaged file."""
    try:
        yield
    except FileNotFoundError as error:
        if _NO_BUCKET in str(error):
            raise FileStoreAway(headers=_RETRY_AFTER) from error
        raise FileDamaged from error
    except (BaseError, OSError) as error:
        raise FileStoreAway(headers=_RETRY_AFTER) from error


def _refused_write(error: Exception) -> OperationError:
    code = error.errno if isinstance(error, OSError) else None
    if code is None and (found := _OS_ERROR.search(str(error))):
        code = int(found.group(1))
    if code in _FULL:
        return FileStoreFull()
    refused = (PermissionDeniedError, UnauthenticatedError, FileNotFoundError)
    if code in _UNWRITABLE or isinstance(error, refused):
        return FileStoreUnwritable()
    return FileStoreAway(headers=_RETRY_AFTER)
