"""A worker as on another host: `python -m tests.scale_out.other_host NAME QUEUE`."""

import socket
import sys

from celery.__main__ import main

if __name__ == "__main__":
    name, queue = sys.argv[1:]
    socket.gethostname = lambda: name
    sys.argv = ["celery", "-A", "studio", "worker", "--queues", queue, "--concurrency", "1"]
    sys.argv += ["--hostname", f"{queue}@{name}", "--loglevel", "INFO"]
    main()
