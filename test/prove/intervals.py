"""The intervals of a range by Python's own time zones: reads cases as JSON lines, answers the starts of their intervals."""

import json
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

QUARTER = 15 * 60


def label(local, interval):
    if interval == "P1D":
        return (local.year, local.month, local.day)
    minutes = {"PT15M": 15, "PT30M": 30, "PT1H": 60}[interval]
    return (local.year, local.month, local.day, local.hour, local.minute // minutes, local.utcoffset())


for line in sys.stdin:
    case = json.loads(line)
    zone = ZoneInfo(case["timeZone"])
    starts = []
    before = None
    for second in range(case["from"] // 1000, case["to"] // 1000, QUARTER):
        now = label(datetime.fromtimestamp(second, timezone.utc).astimezone(zone), case["interval"])
        if now != before:
            starts.append(second * 1000)
        before = now
    print(json.dumps(starts), flush=True)
