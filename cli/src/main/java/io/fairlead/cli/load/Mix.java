package io.fairlead.cli.load;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How often each operation is drawn, against the others. */
public record Mix(Map<Operation, Integer> weights) {
  private static final int MOST = 1_000_000;

  /** Much reading, some tasks, few changes of services. */
  public static final Mix USUAL =
      new Mix(
          Map.of(Operation.CHURN, 30, Operation.SCALE, 4, Operation.DEPLOY, 1, Operation.READ, 65));

  /**
   * @throws IllegalArgumentException where nothing can be drawn
   */
  public Mix {
    weights = new EnumMap<>(weights);
    if (weights.values().stream().anyMatch(weight -> weight < 0 || weight > MOST)
        || weights.values().stream().mapToInt(Integer::intValue).sum() == 0) {
      throw new IllegalArgumentException("weights are 0 to " + MOST + ", and one is more than 0");
    }
  }

  /** Reads {@code churn=3,read=7}. */
  public static Mix parse(String text) {
    Map<Operation, Integer> weights = new EnumMap<>(Operation.class);
    for (String pair : text.split(",")) {
      String[] parts = pair.split("=", 2);
      try {
        weights.put(
            Operation.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)),
            Integer.valueOf(parts[1].strip()));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "expected weights such as churn=30,scale=4,deploy=1,read=65, not " + pair, e);
      }
    }
    return new Mix(weights);
  }

  /** One of them, as often as its weight says. */
  public Operation draw(RandomGenerator random) {
    int drawn = random.nextInt(weights.values().stream().mapToInt(Integer::intValue).sum());
    for (Map.Entry<Operation, Integer> entry : weights.entrySet()) {
      drawn -= entry.getValue();
      if (drawn < 0) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("the weights' sum is drawn below");
  }
}
