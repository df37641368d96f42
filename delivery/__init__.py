"""What leaves the house at its time: subscriptions, mail, and the worker that sends it."""
