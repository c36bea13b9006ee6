"""Everything that runs in the process of a learner's app, and nothing else.

It is started by its own name, apart from the checker, which is not imported here and
need not be there: no lesson, check or verdict is within an app's reach. What it says
about loading an app explains; it never decides.
"""
