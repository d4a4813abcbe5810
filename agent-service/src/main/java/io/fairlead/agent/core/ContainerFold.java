package io.fairlead.agent.core;

import io.fairlead.agent.core.ContainerChange.Created;
import io.fairlead.agent.core.ContainerChange.Deferred;
import io.fairlead.agent.core.ContainerChange.Exited;
import io.fairlead.agent.core.ContainerChange.Failed;
import io.fairlead.agent.core.ContainerChange.Found;
import io.fairlead.agent.core.ContainerChange.HealthChanged;
import io.fairlead.agent.core.ContainerChange.Pulled;
import io.fairlead.agent.core.ContainerChange.Removed;
import io.fairlead.agent.core.ContainerChange.Started;
import java.time.Instant;

/**
 * How a container's changes add up. Replies and events of the engine travel by different ways, so
 * an exit may come before the reply to the start that it followed, and anything may come twice.
 */
final class ContainerFold {
  private ContainerFold() {}

  static ObservedContainer begin(ObservedContainer seen, Action.OnContainer action, Instant now) {
    ContainerDraft draft = new ContainerDraft(seen);
    draft.retryAt = null;
    switch (action) {
      case Action.Pull _ -> {
        draft.phase = Phase.PULLING;
        draft.pullStartedAt = now;
      }
      case Action.Create _ -> draft.phase = Phase.CREATING;
      case Action.Start _ -> start(draft, now);
      case Action.Stop _ -> draft.phase = Phase.STOPPING;
      case Action.Remove _ -> draft.phase = Phase.REMOVING;
      case Action.Check _ -> draft.doubted = false;
    }
    return draft.container();
  }

  private static void start(ContainerDraft draft, Instant now) {
    if (draft.startedAt != null) {
      draft.restartCount++;
      draft.startedAt = now;
    }
    draft.phase = Phase.STARTING;
    draft.finishedAt = null;
  }

  static ObservedContainer apply(ObservedContainer seen, ContainerChange change) {
    ContainerDraft draft = new ContainerDraft(seen);
    switch (change) {
      case Pulled pulled -> pulled(draft, pulled);
      case Created created -> created(draft, created);
      case Started started -> started(draft, started);
      case Exited exited -> exited(draft, exited);
      case HealthChanged changed -> draft.health = changed.health();
      case Removed _ -> draft.phase = Phase.REMOVED;
      case Failed failed -> {
        draft.phase = seen.phase().settled();
        draft.failure = failed.failure();
        draft.finishedAt = failed.at();
      }
      case Deferred deferred -> {
        draft.phase = seen.phase().settled();
        draft.retryAt = deferred.retryAt();
      }
      case Found found -> {
        return found(seen, found.container());
      }
    }
    return draft.container();
  }

  static ObservedContainer doubted(ObservedContainer seen) {
    ContainerDraft draft = new ContainerDraft(seen);
    draft.doubted = seen.runtimeId() != null && !seen.ended();
    return draft.container();
  }

  private static void pulled(ContainerDraft draft, Pulled pulled) {
    if (draft.phase == Phase.PULLING || draft.phase == Phase.ABSENT) {
      draft.phase = Phase.PULLED;
      draft.imageDigest = pulled.imageDigest();
      draft.pullStoppedAt = pulled.at();
    }
  }

  private static void created(ContainerDraft draft, Created created) {
    if (draft.runtimeId == null) {
      draft.phase = Phase.CREATED;
      draft.runtimeId = created.runtimeId();
    }
  }

  private static void started(ContainerDraft draft, Started started) {
    draft.bindings = started.bindings();
    if (draft.phase == Phase.STARTING || draft.phase == Phase.CREATED) {
      draft.phase = Phase.RUNNING;
      draft.startedAt = started.at();
      draft.exitCode = null;
      draft.outOfMemory = false;
    }
  }

  private static void exited(ContainerDraft draft, Exited exited) {
    boolean known =
        switch (draft.phase) {
          case EXITED, REMOVING, REMOVED -> true;
          case ABSENT, PULLING, PULLED, CREATING, CREATED, STARTING, RUNNING, STOPPING -> false;
        };
    if (known) {
      draft.exitCode = draft.exitCode == null ? exited.exitCode() : draft.exitCode;
      return;
    }
    if (draft.phase == Phase.STARTING && draft.startedAt == null) {
      draft.startedAt = exited.at();
    }
    draft.phase = Phase.EXITED;
    draft.exitCode = exited.exitCode();
    draft.outOfMemory = exited.outOfMemory();
    draft.finishedAt = exited.at();
  }

  /**
   * Looking takes time, too: what was found may be older than an action that was begun, or even
   * done, since. Its own outcome tells more.
   */
  private static ObservedContainer found(ObservedContainer seen, ObservedContainer found) {
    if (seen.phase().busy() || found.phase().compareTo(seen.phase()) < 0) {
      return seen;
    }
    ContainerDraft draft = new ContainerDraft(found);
    draft.restartCount = seen.restartCount();
    draft.failure = seen.failure();
    draft.pullStartedAt = seen.pullStartedAt();
    draft.pullStoppedAt = seen.pullStoppedAt();
    draft.imageDigest = found.imageDigest().isEmpty() ? seen.imageDigest() : found.imageDigest();
    return draft.container();
  }
}
