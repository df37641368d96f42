"""The document around the app, without what Dash tells in it of the machine."""

import json
import re
from collections.abc import Callable

CONFIG = re.compile(r'(<script id="_dash-config" type="application/json">)(.*)(</script>)', re.DOTALL)
TOLD = ("python_version", "dash_version", "dash_version_url", "plotly_version", "ddk_version", "plotly_cloud_installed")


def without_versions(interpolate: Callable[..., str]) -> Callable[..., str]:
    """What fills the document, with the versions left out of the settings of the page."""

    def interpolated(**parts: str) -> str:
        begin, held, end = CONFIG.fullmatch(parts["config"]).groups()
        settings = {key: value for key, value in json.loads(held).items() if key not in TOLD}
        return interpolate(**parts | {"config": begin + json.dumps(settings).replace("<", "\\u003c") + end})

    return interpolated
