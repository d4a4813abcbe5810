package io.fairlead.agent.runtime;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.proto.agent.Assignment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A container engine. Every call blocks until the engine has answered and may be made from any
 * thread; an interrupt ends it with {@link EngineFailure.Kind#INTERRUPTED}. Only containers that
 * carry the labels of the own installation and instance are listed or watched.
 */
public interface ContainerRuntime extends AutoCloseable {

  /** What the engine is and offers. */
  EngineInfo info() throws EngineFailure;

  /**
   * Whether its steps for the task take no time, so that nobody need wait for one on a thread of
   * its own.
   */
  default boolean actsAtOnce(Assignment assignment) {
    return false;
  }

  /**
   * Makes an image available as the pull behaviour says.
   *
   * @throws EngineFailure not found, refused
   */
  ContainerChange.Pulled pull(String image, ImagePullBehavior behavior) throws EngineFailure;

  /**
   * Creates a container of a task. Where the same container of the same task is there already, it
   * is taken.
   *
   * @param container its name in the assignment's task definition
   * @throws EngineFailure not found where the image is not there, refused with the engine's words
   */
  ContainerChange.Created create(Assignment assignment, String container) throws EngineFailure;

  /** Starts a created or exited container; a running one is left alone. */
  ContainerChange.Started start(Assignment assignment, String container, String runtimeId)
      throws EngineFailure;

  /** Asks a container to end, kills it after the timeout, and tells how it ended. */
  ContainerChange.Exited stop(String runtimeId, Duration timeout) throws EngineFailure;

  /**
   * Sends a signal.
   *
   * @param signal e.g. {@code SIGKILL}
   * @throws EngineFailure not running
   */
  void kill(String runtimeId, String signal) throws EngineFailure;

  /**
   * Deletes a container, dead or alive, with its anonymous volumes; one that is gone is no error.
   */
  void remove(String runtimeId) throws EngineFailure;

  /** How a container is; empty where it is gone. */
  Optional<FoundContainer> inspect(String runtimeId) throws EngineFailure;

  /** All own containers, dead ones included. */
  List<FoundContainer> list() throws EngineFailure;

  /**
   * Frees what the engine keeps for a task beside its containers: volumes of its own, its cgroup.
   */
  void forget(Assignment assignment) throws EngineFailure;

  /**
   * Watches the own containers until the subscription is closed. After the connection to the engine
   * was lost and is back, {@link RuntimeEvent.Gap} says that events may be missing.
   */
  Subscription events(Consumer<RuntimeEvent> listener) throws EngineFailure;

  /** Usage of a running container, about once a second, until it ends or is closed. */
  Subscription stats(String runtimeId, Consumer<Usage> listener) throws EngineFailure;

  /** Output of a container; {@link LogSink#done} is called when there is no more. */
  Subscription logs(String runtimeId, LogQuery query, LogSink sink) throws EngineFailure;

  /**
   * Runs a command in a running container.
   *
   * @throws EngineFailure not running
   */
  ExecProcess exec(String runtimeId, ExecRequest request, LogSink output) throws EngineFailure;

  @Override
  void close();
}
