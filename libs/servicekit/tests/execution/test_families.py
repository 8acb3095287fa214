import os
import subprocess
from collections.abc import Awaitable, Callable

from servicekit.execution.process.process_family import descendants, family_bytes, kill_family

Eventually = Callable[[Callable[[], bool]], Awaitable[None]]


async def test_a_group_dies_with_its_leader_gone(
    is_alive: Callable[[int], bool], eventually: Eventually
) -> None:
    """The leader has ended and was not waited for: its orphan has another parent, only the group is left."""
    leader, orphan = _leader_and_orphan()
    await eventually(lambda: not is_alive(leader.pid))
    assert is_alive(orphan)
    assert descendants(leader.pid) == []
    kill_family(leader.pid)
    await eventually(lambda: not is_alive(orphan))
    assert leader.poll() == 0


def _leader_and_orphan() -> tuple["subprocess.Popen[bytes]", int]:
    script = "sleep 600 >/dev/null & echo $!"
    leader = subprocess.Popen(["/bin/sh", "-c", script], stdout=subprocess.PIPE, start_new_session=True)
    assert leader.stdout is not None
    with leader.stdout as output:
        return leader, int(output.readline())


def test_a_family_holds_what_all_its_members_hold() -> None:
    leader = subprocess.Popen(["/bin/sh", "-c", "sleep 600 & wait"], start_new_session=True)
    statm = os.open(f"/proc/{leader.pid}/statm", os.O_RDONLY)
    try:
        while len(descendants(leader.pid)) < 1:
            pass
        alone = int(os.pread(statm, 128, 0).split()[1]) * os.sysconf("SC_PAGESIZE")
        assert family_bytes(leader.pid, statm) > alone
    finally:
        kill_family(leader.pid)
        leader.wait()
        os.close(statm)
