"""What the platform consists of on this machine: which services, on which ports, started how."""
