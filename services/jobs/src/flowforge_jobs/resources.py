"""The record of jobs, open as long as the service runs."""

from flowforge_jobs.core.board import open_board, ping
from servicekit import Resource

board = Resource("board", open_board, ping=ping)
