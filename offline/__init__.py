"""What an open page asks besides pages: the state of the server, and what it needs to work without one."""
