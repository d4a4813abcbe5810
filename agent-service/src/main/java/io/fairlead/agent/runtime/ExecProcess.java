package io.fairlead.agent.runtime;

/** A command that runs inside a container. Closing lets go of it; the engine cannot kill it. */
public interface ExecProcess extends AutoCloseable {

  /** Writes to its input. */
  void write(byte[] bytes) throws EngineFailure;

  /** Ends its input. */
  void endInput() throws EngineFailure;

  /** Tells its terminal the new size. */
  void resize(int rows, int columns) throws EngineFailure;

  /** Its exit code; waits for it. */
  int awaitExit() throws EngineFailure;

  @Override
  void close();
}
