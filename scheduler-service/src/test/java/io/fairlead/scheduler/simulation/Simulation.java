package io.fairlead.scheduler.simulation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one world from its seed: trouble, then healing, then the look at what has become of it. */
final class Simulation {
  private static final long LOOK_EVERY = 60_000;

  /** How long after the trouble everything must be as it should. */
  static final long HEALING = 40 * 60_000L;

  private final long seed;
  private final World world;
  private final Trouble trouble;
  private long tasks;

  Simulation(long seed, WorldSize size, @Nullable Defect defect) {
    this.seed = seed;
    this.world = new World(seed, size, defect);
    this.trouble = new Trouble(world);
  }

  /**
   * What a run was.
   *
   * @param hash of all that happened: the same in each run of the seed
   * @param tasks that had not stopped when the trouble ended
   */
  record Report(
      long seed,
      long hash,
      long millis,
      long steps,
      long changes,
      long tasks,
      Map<Fault, Integer> faults) {}

  /**
   * Runs the world to its end.
   *
   * @throws AssertionError where something did not hold; says how to see it again
   */
  Report run() {
    try {
      world.start();
      trouble.begin();
      run(world.size().trouble());
      tasks = live();
      trouble.end();
      heal();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed %d, %.3f s: %s%nSee it again: ./deploy/bench/simulate --replay %d --size %s%n%s"
              .formatted(
                  seed,
                  world.agenda().millis() / 1000.0,
                  e,
                  seed,
                  world.size().name(),
                  world.trace().tail()),
          e);
    }
    return new Report(
        seed,
        world.trace().hash(),
        world.agenda().millis(),
        world.agenda().steps(),
        world.truth().commits().changes(),
        tasks,
        world.swarm().counts());
  }

  private long live() {
    return world.truth().states().stream()
        .flatMap(state -> state.tasks().stream())
        .filter(TaskChecks::isLive)
        .count();
  }

  private void run(long millis) {
    long end = world.agenda().millis() + millis;
    while (world.agenda().step(end)) {
      // Each step checks itself.
    }
  }

  private void heal() {
    FinalChecks checks = new FinalChecks(world);
    long end = world.agenda().millis() + HEALING;
    while (true) {
      run(LOOK_EVERY);
      try {
        checks.check();
        return;
      } catch (Violation notYet) {
        if (world.agenda().millis() >= end) {
          throw notYet;
        }
      }
    }
  }
}
