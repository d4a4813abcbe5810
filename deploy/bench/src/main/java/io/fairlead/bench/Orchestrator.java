package io.fairlead.bench;

/** Who keeps a number of equal containers running on the engines of a lab. */
interface Orchestrator extends AutoCloseable {

  String name();

  /** Wants so many; the first time it makes the service. */
  void scale(int replicas);

  /** Exchanges all for new ones, new ones first. */
  void roll();

  /** Whether it knows that the instance is away. */
  boolean misses(String instance);

  /** Takes the service away. */
  @Override
  void close();
}
