package io.fairlead.scheduler.simulation;

/** The catalogue of what can go wrong. Each kind must have happened in a run of many seeds. */
enum Fault {
  SCHEDULER_CRASH(Kind.PROCESS),
  SCHEDULER_PAUSE(Kind.PROCESS),
  CRASH_BEFORE_WRITE(Kind.PROCESS),
  CRASH_AFTER_WRITE(Kind.PROCESS),
  AGENT_CRASH(Kind.PROCESS),
  MACHINE_REBOOT(Kind.INSTANCE),
  MACHINE_LOST(Kind.INSTANCE),
  CONTAINER_DIES(Kind.INSTANCE),
  ENGINE_AWAY(Kind.INSTANCE),
  SESSION_RESET(Kind.NETWORK),
  AGENT_CUT_FROM_GATEWAY(Kind.NETWORK),
  AGENT_CUT_FROM_BUS(Kind.NETWORK),
  SCHEDULER_CUT_FROM_STORE(Kind.NETWORK),
  SCHEDULER_CUT_FROM_BUS(Kind.NETWORK),
  SCHEDULER_CLOCK_STEP(Kind.TIME),
  AGENT_CLOCK_STEP(Kind.TIME),
  COMMIT_FAILS(Kind.STORE),
  COMMIT_OUTCOME_UNKNOWN(Kind.STORE),
  COMMIT_LATE(Kind.STORE),
  STORE_SLOW(Kind.STORE),
  STORE_FAILOVER(Kind.STORE),
  RECORD_LOST(Kind.BUS),
  RECORD_ACKNOWLEDGEMENT_LOST(Kind.BUS),
  RECORD_TWICE(Kind.BUS),
  RECORD_DELAYED(Kind.BUS),
  BUS_AWAY(Kind.BUS),
  REBALANCE(Kind.BUS),
  LATE_OWNER(Kind.BUS),
  REPLY_LOST(Kind.CLIENT),
  RETRY_SAME_TOKEN(Kind.CLIENT),
  RETRY_CHANGED_REQUEST(Kind.CLIENT),
  CALL_TO_WRONG_SCHEDULER(Kind.CLIENT),
  BURST(Kind.LOAD),
  OVERLOAD(Kind.LOAD);

  /** What it strikes. */
  enum Kind {
    PROCESS,
    INSTANCE,
    NETWORK,
    TIME,
    STORE,
    BUS,
    CLIENT,
    LOAD
  }

  private final Kind kind;

  Fault(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
