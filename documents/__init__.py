"""Pages as the browser gets them: finished HTML of their component trees, with the figures fetched one by one after."""
