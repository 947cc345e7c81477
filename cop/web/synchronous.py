"""Flask as it is used here: no view and no hook is a coroutine, so that none needs to be asked."""

from collections.abc import Callable
from typing import Any

from flask import Flask


class Synchronous(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Flask looks whether it is a coroutine, sixteen times a page."""
        return func
