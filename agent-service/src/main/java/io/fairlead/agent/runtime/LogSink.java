package io.fairlead.agent.runtime;

import org.jspecify.annotations.Nullable;

/** Takes output. Calls come one at a time; a slow one holds the stream back. */
public interface LogSink {

  /** Some output; of a terminal all of it is standard output. */
  void write(Stream stream, byte[] bytes);

  /** There is no more. */
  void done(@Nullable EngineFailure failure);

  /** Where it was written. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
