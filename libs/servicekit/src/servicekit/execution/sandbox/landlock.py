"""Rules that a process sets for itself and its descendants for good, by Landlock.

Linux knows rules for files from 5.13 on, for TCP from 6.7 on and for signals from 6.12 on.
"""

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_CREATE_RULESET = 444
_ADD_RULE = 445
_RESTRICT_SELF = 446
_ASK_VERSION = 1
_BENEATH_PATH = 1
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
KNOWS_FILES, KNOWS_TCP, KNOWS_SCOPES = 1, 4, 6

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHARACTER_DEVICE, _MAKE_BLOCK_DEVICE = 1 << 6, 1 << 11
_REFER, _TRUNCATE, _DEVICE_COMMANDS = 1 << 13, 1 << 14, 1 << 15
_FIRST_RIGHTS = (1 << 13) - 1
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_COMMANDS

READ = _READ_FILE | _READ_FOLDER
RUN = READ | _EXECUTE
LIST = _READ_FOLDER
READ_AND_WRITE = READ | _WRITE_FILE | _TRUNCATE
WORK = (_FIRST_RIGHTS | _REFER | _TRUNCATE) & ~(_EXECUTE | _MAKE_CHARACTER_DEVICE | _MAKE_BLOCK_DEVICE)

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be done with *path* and everything beneath it."""

    path: Path
    rights: int


def isolation_version() -> int:
    """Return the version of Landlock that this kernel has, 0 if none."""
    version: int = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    return max(0, version)


def confines_files() -> bool:
    return isolation_version() >= KNOWS_FILES


def isolate() -> None:
    """Forbid TCP, and signals to processes that are no descendants, as far as this kernel can.

    Needs PR_SET_NO_NEW_PRIVS.
    """
    version = isolation_version()
    if version >= KNOWS_TCP:
        scopes = _ABSTRACT_SOCKETS_AND_SIGNALS if version >= KNOWS_SCOPES else None
        _restrict(_new_ruleset(0, _BIND_AND_CONNECT_TCP, scopes))


def confine_files(allowed: Iterable[Allowed]) -> None:
    """Forbid all files but those *allowed*, as far as this kernel can. What is open already stays open.

    Needs PR_SET_NO_NEW_PRIVS. A path that does not exist is left out.
    """
    version = isolation_version()
    if version < KNOWS_FILES:
        return
    known = _known_rights(version)
    ruleset = _new_ruleset(known, None, None)
    for one in allowed:
        with contextlib.suppress(OSError):
            _allow(ruleset, one.path, one.rights & known)
    _restrict(ruleset)


def _known_rights(version: int) -> int:
    rights = _FIRST_RIGHTS
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _DEVICE_COMMANDS)):
        rights |= right if version >= since else 0
    return rights


def _allow(ruleset: int, path: Path, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not path.is_dir():
            rights &= _OF_FILES
        rule = struct.pack("=Qi", rights, descriptor)
        if _libc.syscall(_ADD_RULE, ruleset, _BENEATH_PATH, rule, 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock")
    finally:
        os.close(descriptor)


def _new_ruleset(files: int, tcp: int | None, scopes: int | None) -> int:
    rules = struct.pack("=Q", files)
    if tcp is not None:
        rules += struct.pack("=Q", tcp)
    if scopes is not None:
        rules += struct.pack("=Q", scopes)
    ruleset: int = _libc.syscall(_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return ruleset


def _restrict(ruleset: int) -> None:
    try:
        if _libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock")
    finally:
        os.close(ruleset)
