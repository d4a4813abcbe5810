-- Nothing asks for these; with them three tasks fit where now four do, beside room for their updates.
ALTER TABLE task
  DROP COLUMN service,
  DROP COLUMN instance,
  DROP COLUMN desired_status,
  DROP COLUMN started_by,
  SET (fillfactor = 55);
