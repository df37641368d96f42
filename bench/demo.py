"""From nothing to the published demonstration organisation: seconds and peak memory.

python -m bench.demo [--scale 1]"""

import argparse
import os
import sys
import tempfile

from bench.load import measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "LAGEBILD_HOME": home}
        seconds, megabytes = measured([sys.executable, "manage.py", "demo", "--scale", options.scale], environment)
    print(f"demo at scale {options.scale}, nothing to published: {seconds:.1f} s, peak {megabytes:,.0f} MB")


if __name__ == "__main__":
    main()
