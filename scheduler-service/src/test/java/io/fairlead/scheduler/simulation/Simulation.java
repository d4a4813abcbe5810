package io.fairlead.scheduler.simulation;

import java.util.Map;
import java.util.Set;

/** Runs one world from its seed: trouble, then healing, then the look at what has become of it. */
final class Simulation {
  private static final long LOOK_EVERY = 60_000;

  /** How long after the trouble everything must be as it should. */
  static final long HEALING = 40 * 60_000L;

  private final long seed;
  private final World world;
  private final Trouble trouble;

  Simulation(long seed, WorldSize size, Set<Defect> defects) {
    this.seed = seed;
    this.world = new World(seed, size, defects);
    this.trouble = new Trouble(world);
  }

  /**
   * What a run was.
   *
   * @param hash of all that happened: the same in each run of the seed
   */
  record Report(
      long seed, long hash, long millis, long steps, long changes, Map<Fault, Integer> faults) {}

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
      trouble.end();
      heal();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed %d, %.3f s: %s%nSee it again: ./deploy/bench/simulate --replay %d%s%n%s"
              .formatted(
                  seed,
                  world.agenda().millis() / 1000.0,
                  e,
                  seed,
                  world.size() == WorldSize.SMALL ? " --small" : "",
                  world.trace().tail()),
          e);
    }
    return new Report(
        seed,
        world.trace().hash(),
        world.agenda().millis(),
        world.agenda().steps(),
        world.truth().commits().changes(),
        world.swarm().counts());
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
