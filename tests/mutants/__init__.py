"""Planted faults: applications that a test serves to see its check fail. No product code knows them."""
