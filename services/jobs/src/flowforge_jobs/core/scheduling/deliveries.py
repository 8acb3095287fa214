"""Deliver webhooks: several at once, each under a lease, again and again over a day."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.core.signing import OVERLAP_SECONDS, Signer
from flowforge_jobstore.database import Database
from flowforge_jobstore.delivering import DueDelivery, Tried, any_due, claim_deliveries, record_try
from servicekit import OperationError, WebhookSender

PAUSES = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800)
_AT_ONCE = 32
_LEASE_SECONDS = 60.0
_PAUSE_SECONDS = 0.5
_GONE = 410
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Sends what is due."""

    database: Database
    sender: WebhookSender
    signer: Signer

    async def run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                sent = await self.turn()
            except (SQLAlchemyError, OSError) as error:
                sent = 0
                _logger.warning("deliveries could not be read: %s", error)
            if not sent:
                try:
                    async with asyncio.timeout(_PAUSE_SECONDS):
                        await stopping.wait()
                except TimeoutError:
                    continue

    async def turn(self) -> int:
        """Send what is due, return how many."""
        if not await self.database.read(any_due):
            return 0
        due = await self.database.write(claim_deliveries, _LEASE_SECONDS, _AT_ONCE)
        await asyncio.gather(*(self._deliver(one) for one in due))
        return len(due)

    async def _deliver(self, due: DueDelivery) -> None:
        tried = await self._send(due)
        done = tried.status is not None and 200 <= tried.status < 300  # noqa: PLR2004 - HTTP's success
        is_last = due.attempt > len(PAUSES) or tried.status == _GONE
        pause = None if is_last else float(PAUSES[due.attempt - 1])
        await self.database.write(record_try, due, tried, retry_seconds=pause, done=done)

    async def _send(self, due: DueDelivery) -> Tried:
        secrets = [self.signer.secret(due.consumer_id, due.key_version)]
        if due.key_version > 1 and due.key_age_seconds < OVERLAP_SECONDS:
            secrets.append(self.signer.secret(due.consumer_id, due.key_version - 1))
        headers = self.signer.headers(due.id, datetime.now(UTC), due.payload, secrets)
        began = time.monotonic()
        status: int | None = None
        problem: str | None = None
        try:
            status = await self.sender.send(due.url, due.payload.encode(), headers)
        except OperationError as error:
            problem = error.text
        return Tried(round((time.monotonic() - began) * 1000), status, problem)
