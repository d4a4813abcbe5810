package io.fairlead.bench.registry;

import io.fairlead.bench.ProcessUsage;
import io.fairlead.bench.Verdict;
import io.fairlead.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pushes and pulls with two registries by turns, so that both meet the machine in the same state.
 */
public final class RegistryBenchmark {
  private static final int ROUNDS = 3;
  private static final int LAYERS = 20;
  private static final int HEADS = 2_000;
  private static final int HEAD_THREADS = 8;
  private static final int WARM_UP_IMAGES = 20;
  private static final double EQUAL = 1;
  private static final double TWICE = 2;

  /** What is measured of a registry, each a rate. */
  private enum Measure {
    PUSH_SMALL("push, images of 20 layers of 1 MiB", "MiB/s", EQUAL),
    PULL_SMALL("pull, images of 20 layers of 1 MiB", "MiB/s", EQUAL),
    PUSH_LARGE("push, a layer of 1 GiB", "MiB/s", EQUAL),
    PULL_LARGE("pull, a layer of 1 GiB", "MiB/s", EQUAL),
    HEAD("manifest HEAD", "/s", TWICE);

    private final String text;
    private final String unit;
    private final double target;

    Measure(String text, String unit, double target) {
      this.text = text;
      this.unit = unit;
      this.target = target;
    }
  }

  private record Figure(String registry, Measure measure) {}

  private final Path folder;
  private final int images;
  private final int largeMib;
  private final Map<Figure, List<Double>> figures = new HashMap<>();
  private long number;

  private RegistryBenchmark(Path folder, boolean small) {
    this.folder = folder;
    this.images = small ? 10 : 100;
    this.largeMib = small ? 128 : 1_024;
  }

  /** Takes {@code --check} and {@code --small}. */
  public static void main(String[] arguments) throws Exception {
    Verdict verdict = new Verdict();
    Path folder = Files.createTempDirectory("fairlead-bench");
    try {
      new RegistryBenchmark(folder, List.of(arguments).contains("--small")).run(verdict);
    } finally {
      delete(folder);
    }
    System.exit(verdict.exitCode(arguments));
  }

  private void run(Verdict verdict) throws IOException, InterruptedException {
    try (EmbeddedPostgres database = Registries.database(folder);
        Subject ours = Registries.fairlead(folder, database);
        Subject other = Registries.debian(folder)) {
      System.err.println("Warming up ...");
      for (Subject subject : List.of(ours, other)) {
        images(subject, WARM_UP_IMAGES, 1, LAYERS);
        images(subject, WARM_UP_IMAGES, LAYERS, 1);
        heads(subject);
      }
      figures.clear();
      for (int round = 0; round < ROUNDS; round++) {
        List<Subject> order = round % 2 == 0 ? List.of(ours, other) : List.of(other, ours);
        System.err.printf("Round %d of %d ...%n", round + 1, ROUNDS);
        for (Subject subject : order) {
          images(subject, images, LAYERS, 1);
        }
        for (Subject subject : order) {
          images(subject, 1, 1, largeMib);
        }
        for (Subject subject : order) {
          heads(subject);
        }
      }
      report(verdict, ours, other);
      huge(verdict, ours);
    }
  }

  /** Pushes images that are new, and pulls them. */
  private void images(Subject subject, int count, int layers, int mib)
      throws IOException, InterruptedException {
    List<Image> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(image(layers, mib));
    }
    boolean large = layers == 1;
    double size = (double) count * layers * mib;
    try (Client client = new Client(subject)) {
      quiet();
      measure(
          subject,
          large ? Measure.PUSH_LARGE : Measure.PUSH_SMALL,
          size,
          () -> {
            for (Image image : made) {
              client.push(image);
            }
          });
      quiet();
      measure(
          subject,
          large ? Measure.PULL_LARGE : Measure.PULL_SMALL,
          size,
          () -> {
            for (Image image : made) {
              client.pull(image);
            }
          });
    }
  }

  private void heads(Subject subject) throws IOException, InterruptedException {
    Image image = image(LAYERS, 1);
    try (Client client = new Client(subject)) {
      client.push(image);
      quiet();
      measure(subject, Measure.HEAD, HEADS, () -> client.heads(image, HEADS, HEAD_THREADS));
    }
  }

  private Image image(int layers, int mib) {
    Image image = Image.of(number, layers, mib);
    number += (long) layers * mib;
    return image;
  }

  /** What the one before left to be written is written before the next begins. */
  private static void quiet() throws IOException, InterruptedException {
    new ProcessBuilder("sync").start().waitFor();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void measure(Subject subject, Measure measure, double amount, Work work)
      throws IOException {
    double cpuBefore = ProcessUsage.of(subject.process().pid()).cpuSeconds();
    long begun = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    double used = ProcessUsage.of(subject.process().pid()).cpuSeconds() - cpuBefore;
    System.err.printf(
        "  %-16s %-36s %8.0f %-6s CPU %3.0f %%%n",
        subject.name(), measure.text, amount / seconds, measure.unit, 100 * used / seconds);
    figures
        .computeIfAbsent(new Figure(subject.name(), measure), _ -> new ArrayList<>())
        .add(amount / seconds);
  }

  private void report(Verdict verdict, Subject ours, Subject other) {
    for (Measure measure : Measure.values()) {
      double own = median(ours, measure);
      double others = median(other, measure);
      verdict.plain(measure.text + ", " + ours.name(), own, measure.unit);
      verdict.plain(measure.text + ", " + other.name(), others, measure.unit);
      verdict.atLeast("  the one to the other", own / others, measure.target, "");
    }
  }

  private double median(Subject subject, Measure measure) {
    return Verdict.median(figures.getOrDefault(new Figure(subject.name(), measure), List.of()));
  }

  /** With a heap of this size the push would not end if the layer were held in memory. */
  private void huge(Verdict verdict, Subject ours) throws IOException {
    Image image = image(1, 2 * largeMib);
    try (Client client = new Client(ours)) {
      long begun = System.nanoTime();
      client.push(image);
      verdict.plain(
          "a layer of %d MiB into a heap of %d MiB".formatted(2 * largeMib, Registries.HEAP_MIB),
          (System.nanoTime() - begun) / 1e9,
          "s");
      verdict.plain(
          "  memory of the process then", ProcessUsage.of(ours.process().pid()).memoryMib(), "MiB");
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
