package io.fairlead.scheduler.core;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;

/** The ids and the random choices of one decision, all drawn from the input's seed. */
public final class Ids {
  private final SplittableRandom random;

  public Ids(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** 32 hexadecimal digits: the id of a task. */
  public String hex32() {
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** The id of a container or of a service event. */
  public String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** {@code ecs-svc/} and 19 digits: the id of a deployment. */
  public String deployment() {
    return "ecs-svc/" + random.nextLong(1_000_000_000_000_000_000L, Long.MAX_VALUE);
  }

  /** A choice among {@code bound} possibilities. */
  public int choice(int bound) {
    return random.nextInt(bound);
  }
}
