"""Runs in rembg's own environment: a JSON request a line in, an answer a line out."""

import json
import sys
import time
from io import BytesIO
from pathlib import Path

from PIL import Image
from rembg import new_session, remove


def main() -> None:
    """Serve requests until standard input ends."""
    session = new_session("u2netp")
    for line in sys.stdin:
        request = json.loads(line)
        data = Path(request["photo"]).read_bytes()
        started = time.perf_counter()
        if "mask" in request:
            found = remove(Image.open(BytesIO(data)), session=session, only_mask=True)
            found.save(request["mask"], compress_level=1)
        elif request["encoded"]:
            remove(data, session=session)
        else:
            remove(Image.open(BytesIO(data)), session=session)
        print(json.dumps({"seconds": time.perf_counter() - started}), flush=True)


if __name__ == "__main__":
    main()
