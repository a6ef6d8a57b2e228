"""Pictures of the main screens, taken from a running server and checked while they are taken."""
