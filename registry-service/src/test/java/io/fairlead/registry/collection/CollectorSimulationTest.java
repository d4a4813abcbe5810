package io.fairlead.registry.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.collection.World.Defect;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The collector among clients that push, mount and delete, with a crash at any step: all orders
 * that a few thousand seeds come to. No linked blob is without its bytes, no manifest without its
 * blobs, no push in vain, and in the end nothing is left that nobody needs.
 */
final class CollectorSimulationTest {
  private static final int SEEDS = 3_000;
  private static final int LIVES = 3;
  private static final int PUSHERS = 3;
  private static final int MOST_STEPS_TO_CRASH = 150;
  private static final List<RepositoryName> REPOSITORIES =
      Stream.of("a", "b").map(it -> RepositoryName.parse(it).orElseThrow()).toList();
  private static final List<Digest> BLOBS =
      Stream.of("x", "y", "z")
          .map(it -> Digest.of(Digest.Algorithm.SHA256, it.getBytes(UTF_8)))
          .toList();

  @Test
  void losesNothingAndLeavesNothing() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        run(seed, Defect.NONE);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsEachDefect(Defect defect) {
    int found = -1;
    for (int seed = 0; seed < SEEDS && found < 0; seed++) {
      try {
        run(seed, defect);
      } catch (AssertionError e) {
        found = seed;
      }
    }
    assertThat(found).as("the first seed that shows %s", defect).isNotNegative();
  }

  private static void run(int seed, Defect defect) {
    Random random = new Random(seed);
    World world = new World(defect);
    for (int life = 0; life < LIVES; life++) {
      Turns turns = new Turns(random, world::check);
      world.begin(turns);
      for (int i = 0; i < PUSHERS; i++) {
        String name = "m" + life + i;
        Random own = new Random(random.nextLong());
        turns.add(() -> push(world, own, name));
      }
      turns.add(() -> collect(world, 1));
      boolean last = life == LIVES - 1;
      turns.play(last ? -1 : random.nextInt(MOST_STEPS_TO_CRASH));
    }
    Turns quiet = new Turns(random, world::check);
    world.begin(quiet);
    quiet.add(() -> collect(world, 3));
    quiet.play(-1);
    world.checkNothingIsLeft();
  }

  private static void collect(World world, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      new Collector(world, world).run();
    }
  }

  /**
   * As a client does: asks for the layer, sends or mounts it where it is not there, and names it.
   */
  private static void push(World world, Random random, String name) throws Exception {
    for (int i = 0; i < 2; i++) {
      RepositoryName to = REPOSITORIES.get(random.nextInt(REPOSITORIES.size()));
      RepositoryName from = REPOSITORIES.get(random.nextInt(REPOSITORIES.size()));
      Digest blob = BLOBS.get(random.nextInt(BLOBS.size()));
      if (!world.has(to, blob) && !world.mount(from, to, blob)) {
        UUID upload = new UUID(random.nextLong(), random.nextLong());
        world.upload(upload, blob);
        world.link(to, blob, () -> world.commit(upload, blob));
        world.end(upload);
      }
      assertThat(world.put(to, name + i, blob)).as("the manifest's blob is there").isTrue();
      if (random.nextBoolean()) {
        world.delete(to, name + i);
      }
    }
  }
}
