"""The record of jobs, open as long as the service runs, and what counts them."""

from flowforge_jobs.core.board import open_board, ping
from flowforge_jobs.core.measures import open_measuring
from servicekit import Resource

board = Resource("board", open_board, ping=ping)
measuring = Resource("measuring", open_measuring)
RESOURCES = (board, measuring)
