"""The MCP server at /mcp: the operations of the platform as tools, called as the consumer who asks."""

from flowforge_portal.core.agents.endpoint import Endpoint, serve_agents

__all__ = ["Endpoint", "serve_agents"]
