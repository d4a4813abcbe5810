package io.fairlead.scheduler.simulation;

import io.fairlead.scheduler.shell.journal.JournalException;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One scheduler's connection to the store. Whatever is asked for takes effect at one moment in the
 * store, if it does, and is answered later, if it is.
 */
final class StoreLink {
  private static final long TIMEOUT = 2_000;

  private final World world;
  private final MemoryStore store;
  private final Life life;
  private boolean cut;

  /** Who hears what came of it: the result, or why there is none. */
  interface Answer<T> extends BiConsumer<@Nullable T, @Nullable RuntimeException> {}

  StoreLink(World world, MemoryStore store, Life life) {
    this.world = world;
    this.store = store;
    this.life = life;
  }

  MemoryStore store() {
    return store;
  }

  void setCut(boolean nowCut) {
    cut = nowCut;
  }

  /** Asks for something that writes nothing of value. */
  <T> void ask(Supplier<T> what, Answer<T> answer) {
    if (isAway()) {
      fail(TIMEOUT, answer);
      return;
    }
    world.agenda().after(delay(), life.within(() -> answer(what, answer)));
  }

  /** Writes, and lets chance decide about the moment at which the process or the line dies. */
  void write(Supplier<Long> what, Runnable crash, Answer<Long> answer) {
    if (isAway()) {
      fail(TIMEOUT, answer);
      return;
    }
    Swarm swarm = world.swarm();
    if (swarm.strikes(Fault.COMMIT_FAILS, 0.02)) {
      fail(delay(), answer);
    } else if (swarm.strikes(Fault.COMMIT_OUTCOME_UNKNOWN, 0.02)) {
      world.agenda().after(delay(), () -> attempt(what));
      fail(2 * delay() + 20, answer);
    } else if (swarm.strikes(Fault.COMMIT_LATE, 0.02)) {
      fail(delay(), answer);
      world.agenda().after(delay() + world.dice().between(1, 5_000), () -> attempt(what));
    } else if (swarm.strikes(Fault.CRASH_BEFORE_WRITE, 0.005)) {
      world.agenda().after(delay(), life.within(crash));
    } else if (swarm.strikes(Fault.CRASH_AFTER_WRITE, 0.005)) {
      world.agenda().after(delay(), () -> attempt(what));
      world.agenda().after(delay() + 20, life.within(crash));
    } else {
      // In the store a transaction goes on though its client may be gone or asleep.
      world.agenda().after(delay(), () -> answer(what, answer));
    }
  }

  private void attempt(Supplier<Long> what) {
    try {
      var _ = what.get();
    } catch (RuntimeException e) {
      world.trace().note("refused in the store", String.valueOf(e.getMessage()));
    }
  }

  private <T> void answer(Supplier<T> what, Answer<T> answer) {
    T result;
    try {
      result = what.get();
    } catch (RuntimeException e) {
      world.agenda().after(delay(), life.within(() -> answer.accept(null, e)));
      return;
    }
    world.agenda().after(delay(), life.within(() -> answer.accept(result, null)));
  }

  private boolean isAway() {
    return cut || world.storeAway();
  }

  private void fail(long after, Answer<?> answer) {
    JournalException failure =
        new JournalException("asking the store", new IOException("broken on purpose"));
    world.agenda().after(after, life.within(() -> answer.accept(null, failure)));
  }

  private long delay() {
    if (world.swarm().strikes(Fault.STORE_SLOW, 0.01)) {
      return world.dice().between(200, 3_000);
    }
    return world.dice().between(0, 3);
  }
}
