"""The processes of the platform on this machine: services, ports and command lines."""
