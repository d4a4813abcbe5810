package io.fairlead.registry.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Lets actors go on one at a time, in an order that a seed decides. Each is a thread that stops at
 * every {@link #step}, so that a run is the same whenever it has the same seed.
 */
final class Turns {
  private static final int MOST_STEPS = 20_000;

  private final Random random;
  private final Runnable afterEachStep;
  private final List<Actor> actors = new ArrayList<>();
  private final Semaphore back = new Semaphore(0);
  private boolean crashed;

  Turns(Random random, Runnable afterEachStep) {
    this.random = random;
    this.afterEachStep = afterEachStep;
  }

  /** The process ends here, for all actors. */
  static final class Crash extends Error {
    Crash() {
      super("crash");
    }
  }

  /** What an actor does until it is done or the process crashes. */
  @FunctionalInterface
  interface Part {
    void play() throws Exception;
  }

  private static final class Actor {
    private final Semaphore turn = new Semaphore(0);
    private boolean done;
    private Throwable failure = new Throwable("none");
  }

  private static final ThreadLocal<Actor> SELF = new ThreadLocal<>();

  void add(Part part) {
    Actor actor = new Actor();
    actors.add(actor);
    Thread.ofVirtual()
        .start(
            () -> {
              SELF.set(actor);
              try {
                step();
                part.play();
              } catch (Crash e) {
                // As was to be.
              } catch (Throwable e) {
                actor.failure = e;
              } finally {
                actor.done = true;
                back.release();
              }
            });
    back.acquireUninterruptibly();
  }

  /** Others may go on here. */
  void step() {
    Actor self = SELF.get();
    back.release();
    self.turn.acquireUninterruptibly();
    if (crashed) {
      throw new Crash();
    }
  }

  /**
   * Plays until all are done.
   *
   * @param crashAt the step at which the process crashes; negative for never
   */
  void play(int crashAt) {
    for (int step = 0; !actors.isEmpty(); step++) {
      if (step > MOST_STEPS) {
        throw new AssertionError("the actors come to no end");
      }
      crashed |= step == crashAt;
      Actor next = actors.get(random.nextInt(actors.size()));
      next.turn.release();
      back.acquireUninterruptibly();
      afterEachStep.run();
      if (next.done) {
        actors.remove(next);
        if (!"none".equals(next.failure.getMessage())) {
          throw new AssertionError("an actor failed", next.failure);
        }
      }
    }
  }
}
