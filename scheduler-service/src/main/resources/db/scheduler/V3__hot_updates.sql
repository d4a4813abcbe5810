-- A task's row is written again with each of its statuses. Such an update touches no index where no column of an index
-- changes and the row's page has room.
ALTER TABLE task SET (fillfactor = 50);
DROP INDEX task_forgotten;
CREATE INDEX task_forgotten ON task (created_at) WHERE forgotten;
