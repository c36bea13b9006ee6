"""Is an app as any other; its templates are not."""

from shelf import app as app
