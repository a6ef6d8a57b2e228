"""A crowd of pupils that drives a running server over HTTP and sockets, as browsers do, and keeps a ledger."""
