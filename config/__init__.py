"""The roof: settings, addresses, the server's entrance."""
