"""The one script that counts: all windows of a caller in one step, and a refused request in none."""

from hashlib import sha1

from flowforge_gateway.counters.windows import SECONDS, Limits

# KEYS: the counters. ARGV: their limits, then the seconds that each is kept.
# Answer: the counts, then 1 if the request is admitted.
_SOURCE = b"""
local windows = #KEYS
local used = {}
local admitted = 1
for window = 1, windows do
  used[window] = tonumber(redis.call('GET', KEYS[window]) or '0')
  if used[window] >= tonumber(ARGV[window]) then admitted = 0 end
end
if admitted == 1 then
  for window = 1, windows do
    used[window] = redis.call('INCR', KEYS[window])
    if used[window] == 1 then redis.call('EXPIRE', KEYS[window], ARGV[windows + window]) end
  end
end
used[windows + 1] = admitted
return used
"""
_DIGEST = sha1(_SOURCE, usedforsecurity=False).hexdigest().encode()

Command = tuple[bytes | str | int, ...]


def by_digest(caller: str, limits: Limits, now: float) -> Command:
    """Return the command that runs the script where Redis knows it already."""
    return (b"EVALSHA", _DIGEST, *_arguments(caller, limits, now))


def by_source(command: Command) -> Command:
    """Return the command that also teaches Redis the script: after a restart it has forgotten it."""
    return (b"EVAL", _SOURCE, *command[2:])


def _arguments(caller: str, limits: Limits, now: float) -> Command:
    keys = limits.keys(caller, now)
    return (
        len(keys),
        *keys,
        *(limit for _, limit in limits.windows),
        *(2 * SECONDS[name] for name, _ in limits.windows),
    )
