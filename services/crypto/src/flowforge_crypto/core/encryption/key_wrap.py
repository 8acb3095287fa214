"""AES key wrap (RFC 3394), and with padding (RFC 5649)."""

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap,
    aes_key_wrap_with_padding,
)

from servicekit import InvalidInput

MAX_BYTES = 4096
KEK_BYTES = (16, 24, 32)


class NotWrappable(InvalidInput):
    code = "KEY_NOT_WRAPPABLE"
    message = "'text' has {size} bytes: {wanted}."


class NotUnwrappable(InvalidInput):
    code = "KEY_NOT_UNWRAPPABLE"
    message = "'ciphertext' cannot be unwrapped: wrong 'key' or 'padding', or it was changed."


def wrap(key: bytes, data: bytes, *, padded: bool) -> bytes:
    """Wrap *data* under *key*. Raises NotWrappable."""
    if len(data) > MAX_BYTES:
        raise NotWrappable(size=len(data), wanted=f"at most {MAX_BYTES} are wrapped, use encrypt for more")
    try:
        return aes_key_wrap_with_padding(key, data) if padded else aes_key_wrap(key, data)
    except ValueError as error:
        wanted = (
            "at least 1 is needed"
            if padded
            else "without 'padding' it has to be 16, 24, 32 or more, by eights"
        )
        raise NotWrappable(size=len(data), wanted=wanted) from error


def unwrap(key: bytes, data: bytes, *, padded: bool) -> bytes:
    """Return what was wrapped. Raises NotUnwrappable."""
    try:
        return aes_key_unwrap_with_padding(key, data) if padded else aes_key_unwrap(key, data)
    except (InvalidUnwrap, ValueError) as error:
        raise NotUnwrappable from error
