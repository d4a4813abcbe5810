package io.fairlead.scheduler.simulation;

/** Bugs that the simulation must find, planted one at a time. */
enum Defect {
  REPLY_BEFORE_COMMIT,
  PUBLISH_BEFORE_COMMIT,
  IGNORE_FAILED_COMMIT,
  PUBLISH_FROM_OWN_BEGINNING,
  IGNORE_LOST_RECORDS,
  NOTE_WHAT_IS_SENT,
  NO_RECOVERY,
  FORGET_PAST_TASKS,
  KEEP_OLD_EPOCH,
  IGNORE_ARRIVALS,
  KEEP_ORPHANS,
  DROP_UNSENT
}
