"""A headless Chromium for the tests that look at pages as a person does.

Belongs here: finding the browser, or installing it where that is allowed. Does not belong here: what the pages must
show (test_ui.py).
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

# Debian's package; the font is so that Chinese is drawn as characters, not as boxes, on the pictures of a failure.
PACKAGES = ("chromium", "fonts-wqy-zenhei")
NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
LONGEST_INSTALL = 300  # seconds


@contextmanager
def browser() -> Iterator[Browser]:
    """A running browser. Skips the test, saying why, where there is none and none can be installed; in CI it fails."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=_executable(), args=[*SWITCHES])
        yield launched
        launched.close()


def _executable() -> str:
    found = _find() or _install()
    if found is None:
        missing = f"no browser ({', '.join(NAMES)}) is installed, and apt-get as root is not to be had to install one"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return found


def _find() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _install() -> str | None:
    """Install the browser from the system's packages, where this process may."""
    installer = shutil.which("apt-get")
    if installer and os.geteuid() == 0:
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
            subprocess.run([installer, *command], check=True, capture_output=True, timeout=LONGEST_INSTALL)
    return _find()
