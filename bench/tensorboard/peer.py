"""Reads event files with TensorBoard itself. One command a line: {"folder": path} -> {"version", "tags": {tag: [[wall time, step, value], ...]}}.

Values that are not finite come as strings, since JSON has none.
"""
import json
import math
import sys

from tensorboard import version
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

for line in sys.stdin:
    events = EventAccumulator(json.loads(line)["folder"], size_guidance={"scalars": 0}).Reload()
    tags = {
        tag: [[e.wall_time, e.step, e.value if math.isfinite(e.value) else "NaN"] for e in events.Scalars(tag)]
        for tag in events.Tags()["scalars"]
    }
    print(json.dumps({"version": version.VERSION, "tags": tags}), flush=True)
