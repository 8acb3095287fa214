"""What the services say of themselves: their OpenAPI documents, and their operations as tools of agents."""
