"""A site with a topic of many posts: `python -m tests.e2e.long_topic <folder>` says how to serve and read it."""

import json
import sys
from pathlib import Path

from tests.bench import data


def main() -> None:
    site = data.prepare(Path(sys.argv[1]), members=40)
    reader = site.readers[0]
    print(json.dumps({"environment": site.environment, "topic": site.topic_id, "cookie": reader.cookie}))


if __name__ == "__main__":
    main()
