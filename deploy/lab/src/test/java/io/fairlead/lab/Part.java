package io.fairlead.lab;

/** What an installation consists of when each service is a process of its own. */
enum Part {
  BROKER,
  DATABASE,
  SCHEDULER,
  GATEWAY,
  AGENT
}
