"""What a process forbids itself for good by Landlock: TCP from Linux 6.7 on, signals from 6.12 on."""

import ctypes
import os
import struct

_CREATE_RULESET = 444
_RESTRICT_SELF = 446
_ASK_VERSION = 1
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_KNOWS_TCP = 4
_KNOWS_SCOPES = 6

_libc = ctypes.CDLL(None, use_errno=True)


def isolation_version() -> int:
    """Return the version of Landlock that this kernel has, 0 if none."""
    version: int = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    return max(0, version)


def isolate() -> None:
    """Forbid TCP, and signals to processes that are no descendants, as far as this kernel can.

    Needs PR_SET_NO_NEW_PRIVS.
    """
    version = isolation_version()
    if version < _KNOWS_TCP:
        return
    rules = struct.pack("=QQ", 0, _BIND_AND_CONNECT_TCP)
    if version >= _KNOWS_SCOPES:
        rules += struct.pack("=Q", _ABSTRACT_SOCKETS_AND_SIGNALS)
    ruleset = _libc.syscall(_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0 or _libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "landlock")
    os.close(ruleset)
