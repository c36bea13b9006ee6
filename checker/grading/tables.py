"""The tables of a gradebook and the longer questions to them, as SQL. Opens no file."""

__all__ = ["FORGET", "HAND_IN", "HAND_INS", "KEEP", "STEPS", "TO_DO", "WANTED"]

STEPS = (
    (
        "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """
        CREATE TABLE graded (
            key TEXT PRIMARY KEY,
            verdicts TEXT NOT NULL,
            report BLOB NOT NULL,
            seconds REAL NOT NULL,
            retried INTEGER NOT NULL,
            fault TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE picture (
            key TEXT NOT NULL, name TEXT NOT NULL, png BLOB NOT NULL,
            PRIMARY KEY (key, name)
        )
        """,
        "CREATE TABLE person (id TEXT PRIMARY KEY, facts TEXT NOT NULL)",
        """
        CREATE TABLE hand_in (
            person TEXT NOT NULL, lesson TEXT NOT NULL, facts TEXT NOT NULL,
            seed INTEGER NOT NULL, key TEXT NOT NULL,
            PRIMARY KEY (person, lesson)
        )
        """,
        """
        CREATE TABLE override (
            person TEXT NOT NULL, lesson TEXT NOT NULL, points REAL NOT NULL,
            reason TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (person, lesson)
        )
        """,
    ),
)
HAND_IN = "SELECT facts, seed, key FROM hand_in WHERE rowid = ?"
HAND_INS = "SELECT facts, seed, key FROM hand_in WHERE person = ? ORDER BY lesson"
WANTED = """
    SELECT DISTINCT key FROM hand_in WHERE key <> '' AND
        (:only = '[]' OR person IN (SELECT value FROM json_each(:only)))
"""
# Rows stand in the order of people and lessons: so they were put in.
TO_DO = f"""
    SELECT min(hand_in.rowid) FROM hand_in LEFT JOIN graded USING (key)
    WHERE hand_in.key IN ({WANTED}) AND (graded.key IS NULL OR graded.fault <> '')
    GROUP BY hand_in.key ORDER BY 1
"""
FORGET = f"DELETE FROM {{table}} WHERE key IN ({WANTED})"
KEEP = "INSERT OR REPLACE INTO graded VALUES (?, ?, ?, ?, ?, ?)"
