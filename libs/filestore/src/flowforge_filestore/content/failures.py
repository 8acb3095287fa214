"""Translation of storage errors: full, not writable, damaged, or unavailable."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from servicekit.errors import OperationError
from servicekit.ports.file_errors import FileDamaged, FileStoreFull, FileStoreUnavailable, FileStoreUnwritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}
_OS_ERROR = re.compile(r"os error (\d+)")
_NO_BUCKET = "NoSuchBucket"
_RETRY_AFTER = {"retry-after": "2"}


@contextmanager
def translate_write_errors() -> Iterator[None]:
    """Translate errors of writing or deleting content."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise _refused_write(error) from error


@contextmanager
def translate_read_errors() -> Iterator[None]:
    """Translate errors of reading content. A missing object means a damaged file."""
    try:
        yield
    except FileNotFoundError as error:
        if _NO_BUCKET in str(error):
            raise FileStoreUnavailable(headers=_RETRY_AFTER) from error
        raise FileDamaged from error
    except (BaseError, OSError) as error:
        raise FileStoreUnavailable(headers=_RETRY_AFTER) from error


def _refused_write(error: Exception) -> OperationError:
    code = error.errno if isinstance(error, OSError) else None
    if code is None and (found := _OS_ERROR.search(str(error))):
        code = int(found.group(1))
    if code in _FULL:
        return FileStoreFull()
    refused = (PermissionDeniedError, UnauthenticatedError, FileNotFoundError)
    if code in _UNWRITABLE or isinstance(error, refused):
        return FileStoreUnwritable()
    return FileStoreUnavailable(headers=_RETRY_AFTER)
