"""The desk as its people meet it, over HTTP."""
