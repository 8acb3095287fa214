"""Digital signatures: made with a certificate, and verified against given roots, without the network."""
