"""Lua scripts for Redis: reserve requests in all windows of a caller, and return unused ones."""

from collections.abc import Iterable
from hashlib import sha1

from flowforge_gateway.counters.windows import SECONDS, Limits

# KEYS: the counters. ARGV: how many requests are wanted, the limits, the seconds that each counter is kept.
# Answer: the counts, then how many requests are admitted: none over a limit, else one, or more if they are at
# the most a twentieth of what is left in every window. A refused request counts in none.
_RESERVE = b"""
local windows = #KEYS
local admitted = tonumber(ARGV[1])
local used = {}
for window = 1, windows do
  used[window] = tonumber(redis.call('GET', KEYS[window]) or '0')
  local left = tonumber(ARGV[1 + window]) - used[window]
  if left <= 0 then
    admitted = 0
  elseif admitted > 1 then
    admitted = math.max(1, math.min(admitted, math.floor(left / 20)))
  end
end
if admitted > 0 then
  for window = 1, windows do
    used[window] = redis.call('INCRBY', KEYS[window], admitted)
    if used[window] == admitted then redis.call('EXPIRE', KEYS[window], ARGV[1 + windows + window]) end
  end
end
used[windows + 1] = admitted
return used
"""
# KEYS: the counters. ARGV: how many requests were reserved and not used.
_GIVE_BACK = b"""
for window = 1, #KEYS do
  if redis.call('EXISTS', KEYS[window]) == 1 then redis.call('DECRBY', KEYS[window], ARGV[1]) end
end
return 1
"""

Command = tuple[bytes | str | int, ...]


def _digest(source: bytes) -> bytes:
    return sha1(source, usedforsecurity=False).hexdigest().encode()


_SOURCES = {_digest(source): source for source in (_RESERVE, _GIVE_BACK)}
_RESERVE_DIGEST, _GIVE_BACK_DIGEST = _SOURCES


def reserve(caller: str, limits: Limits, now: float, wanted: int) -> Command:
    """Return the command that reserves up to *wanted* requests (EVALSHA)."""
    keys = limits.keys(caller, now)
    return (
        b"EVALSHA",
        _RESERVE_DIGEST,
        len(keys),
        *keys,
        wanted,
        *(limit for _, limit in limits.windows),
        *(2 * SECONDS[name] for name, _ in limits.windows),
    )


def give_back(keys: Iterable[str], unused: int) -> Command:
    """Return the command that subtracts *unused* requests from the counters *keys* (EVALSHA)."""
    keys = tuple(keys)
    return (b"EVALSHA", _GIVE_BACK_DIGEST, len(keys), *keys, unused)


def by_source(command: Command) -> Command:
    """Return the same command with the script's source (EVAL): Redis loses scripts when it restarts."""
    return (b"EVAL", _SOURCES[bytes(command[1])], *command[2:])  # type: ignore[arg-type] # a digest
