package io.fairlead.cli;

import io.fairlead.cli.load.Latencies;
import io.fairlead.cli.load.Mix;
import io.fairlead.cli.load.OpenLoop;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Calls the API at a constant rate. */
@Command(
    name = "load",
    description = "Run tasks, scale and deploy services and read, at a constant rate.",
    footer = {
      "",
      "Calls are sent when they are due, whether those before are answered or not, and their times",
      "count from then. Exit 0: the rate was held; 1: it was not. Its services, load-1, load-2, ...,",
      "are made before and removed after."
    },
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final int SHOW_MILLIS = 1_000;

  @Mixin Target target = new Target();

  @Option(
      names = "--rate",
      paramLabel = "CALLS",
      defaultValue = "20",
      description = "Calls a second (default: ${DEFAULT-VALUE}).")
  double rate = 20;

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      defaultValue = "1m",
      description = "How long: 30s, 5m (default: ${DEFAULT-VALUE}).")
  Ago length = new Ago(Duration.ofMinutes(1));

  @Option(
      names = "--mix",
      paramLabel = "WEIGHTS",
      defaultValue = "churn=30,scale=4,deploy=1,read=65",
      description = "How often each operation is drawn (default: ${DEFAULT-VALUE}).")
  Mix mix = Mix.USUAL;

  @Option(
      names = "--services",
      defaultValue = "3",
      description = "How many services are scaled and deployed (default: ${DEFAULT-VALUE}).")
  int services = 3;

  @Option(
      names = "--image",
      defaultValue = "fairlead-demo/web:local",
      description = "Image of all containers; needs a sleep command (default: ${DEFAULT-VALUE}).")
  String image = "";

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The operations are drawn from it (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Override
  public Integer call() throws InterruptedException {
    if (!(rate > 0) || rate > OpenLoop.MOST_RATE || services < 1) {
      throw CommandFailure.usage(
          "--rate and --services must be more than 0, and --rate at most " + OpenLoop.MOST_RATE,
          "");
    }
    try (Client client = target.open()) {
      LoadServices made = new LoadServices(client, image, services);
      made.requireNone();
      try {
        made.create();
        return load(new LoadCalls(client, made.names(), mix, seed));
      } finally {
        made.remove();
      }
    }
  }

  private int load(LoadCalls calls) throws InterruptedException {
    Latencies latencies = new Latencies();
    AtomicBoolean over = new AtomicBoolean();
    Thread showing = Thread.ofVirtual().start(() -> show(latencies, over));
    OpenLoop.Result result =
        new OpenLoop(rate, latencies).run(length.duration(), calls, () -> false);
    over.set(true);
    showing.interrupt();
    showing.join();
    print(latencies, result);
    return (result.held() ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private void show(Latencies latencies, AtomicBoolean over) {
    LiveLine line = new LiveLine(System.out);
    long before = 0;
    try {
      while (!over.get()) {
        Thread.sleep(SHOW_MILLIS);
        Latencies.Figures now = latencies.all();
        line.show(
            "%d/s answered of %s/s, p50 %s, p99 %s, p99.9 %s ms, %d errors"
                .formatted(
                    now.answered() - before,
                    plain(rate),
                    plain(now.p50()),
                    plain(now.p99()),
                    plain(now.p999()),
                    now.failed()));
        before = now.answered();
      }
    } catch (InterruptedException told) {
      // It is over.
    }
    line.end();
  }

  private void print(Latencies latencies, OpenLoop.Result result) {
    Table table =
        new Table("OPERATION", "ANSWERED", "ERRORS", "P50 MS", "P99 MS", "P99.9 MS", "MOST MS");
    latencies.each().forEach(it -> row(table, it));
    row(table, latencies.all());
    table.print(System.out);
    latencies.reasons().forEach((why, times) -> System.out.println(times + " x " + why));
    System.out.printf(
        "The rate was %s: %s/s answered of %s/s asked.%n",
        result.held() ? "held" : "NOT held", plain(result.answered()), plain(result.asked()));
  }

  private static void row(Table table, Latencies.Figures it) {
    table.row(
        it.name(),
        Long.toString(it.answered()),
        Long.toString(it.failed()),
        plain(it.p50()),
        plain(it.p99()),
        plain(it.p999()),
        plain(it.most()));
  }

  private static String plain(double figure) {
    return String.format(Locale.ROOT, figure >= 100 ? "%.0f" : "%.1f", figure);
  }
}
