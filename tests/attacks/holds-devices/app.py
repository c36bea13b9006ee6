"""Is an app as any other; its folder is not."""

from shelf import app as app
