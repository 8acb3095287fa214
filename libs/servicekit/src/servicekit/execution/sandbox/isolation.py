"""What this kernel isolates worker processes from, as text for operators."""

from servicekit.execution.sandbox.landlock import KNOWS_FILES, KNOWS_SCOPES, KNOWS_TCP, isolation_version
from servicekit.execution.sandbox.seccomp import can_forbid_calls

CONFINED = "confined"


def isolation() -> dict[str, str]:
    """Return for files, network and signals whether workers are confined, and what is missing if not."""
    version = isolation_version()
    return {
        "files": _said(version >= KNOWS_FILES, "needs Landlock (Linux 5.13)"),
        "network": _said(version >= KNOWS_TCP or can_forbid_calls(), "needs Linux 6.7 or seccomp"),
        "sockets": _said(can_forbid_calls(), "needs seccomp"),
        "signals": _said(version >= KNOWS_SCOPES, "needs Landlock of Linux 6.12"),
    }


def _said(is_confined: bool, otherwise: str) -> str:  # noqa: FBT001 - private
    return CONFINED if is_confined else f"not confined: {otherwise}"
