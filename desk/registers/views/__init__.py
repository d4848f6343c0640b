"""The pages of a register, one module for each kind."""
