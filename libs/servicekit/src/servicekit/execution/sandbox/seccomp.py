"""System calls that a process forbids itself and its descendants for good, by a seccomp filter.

Landlock leaves sockets in the file system open, such as the gateway's admin socket. A worker talks over a
socket that it was given and never makes another.
"""

import ctypes
import errno
import platform
import struct

_SET_SECCOMP = 22
_FILTER_MODE = 2
_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CALLS = {  # Linux's numbers of the system calls
    "socket": (41, 198),
    "connect": (42, 203),
    "ptrace": (101, 117),
    "keyctl": (250, 219),
    "request_key": (249, 218),
    "add_key": (248, 217),
    "perf_event_open": (298, 241),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "pidfd_getfd": (438, 438),
}
_FIRST_X32_CALL = 0x40000000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # where they lie in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def can_forbid_calls() -> bool:
    """Whether the kernel and this machine's architecture have such filters."""
    return platform.machine() in _AUDIT_ARCHITECTURE and _libc.prctl(21, 0, 0, 0, 0) >= 0


def forbid_calls() -> None:
    """Refuse new sockets, and calls that reach into other processes or the kernel. Needs no_new_privs."""
    if not can_forbid_calls():
        return
    code = b"".join(_instructions(platform.machine()))
    program = _Program(len(code) // 8, code)
    if _libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER_MODE), ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def _instructions(machine: str) -> list[bytes]:
    column = list(_AUDIT_ARCHITECTURE).index(machine)
    numbers = [calls[column] for calls in _CALLS.values()]
    refuse = len(numbers) + 2  # distance from the check of the x32 calls to the refusal
    return [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_JUMP_EQUAL, _AUDIT_ARCHITECTURE[machine], otherwise=refuse + 1),
        _instruction(_LOAD, _NUMBER),
        _instruction(_JUMP_AT_LEAST, _FIRST_X32_CALL, then=refuse - 1),
        *(_instruction(_JUMP_EQUAL, number, then=refuse - 2 - at) for at, number in enumerate(numbers)),
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _REFUSE),
    ]


def _instruction(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)
