package io.fairlead.cli;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks again and again until an answer is as it should be.
 *
 * @param patience how long at most
 */
record Polling(Duration patience) {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /**
   * @throws CommandFailure when the time is up
   */
  <T> T until(Supplier<T> ask, Predicate<T> enough, String otherwise, String next) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      T answer = ask.get();
      if (enough.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            ExitCode.TIMED_OUT, otherwise + " within " + patience.toSeconds() + " s", next);
      }
      pause(PAUSE);
    }
  }

  /**
   * Waits for so long.
   *
   * @throws CommandFailure when it is interrupted
   */
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", "");
    }
  }
}
