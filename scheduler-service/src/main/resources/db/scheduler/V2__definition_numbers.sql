-- Deleted revisions leave their table; the family remembers which numbers have been given.
INSERT INTO task_definition_family (family, last_revision)
  SELECT family, max(revision) FROM task_definition GROUP BY family;
