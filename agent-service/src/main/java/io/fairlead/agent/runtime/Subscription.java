package io.fairlead.agent.runtime;

/** A stream that goes on until closed; closing twice is harmless. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
