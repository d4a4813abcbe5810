package io.fairlead.lab;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill FIRST COUNT} lets many simulated instances die at once, and is answered by the ARNs
 * of those with these numbers. A dead one is there again when the lab starts anew. The rest are
 * {@link FaultCommands}.
 */
record SimulatedMishaps(Victims victims, Mishaps.Commands faults) implements Mishaps.Commands {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedMishaps.class);

  /** What lets instances die. */
  @FunctionalInterface
  interface Victims {
    /**
     * @return the ARNs of the instances that died
     * @throws IllegalArgumentException where there are no instances with these numbers
     */
    List<String> kill(int first, int count) throws IOException;
  }

  @Override
  public List<String> run(List<String> words) throws IOException {
    if (!words.getFirst().equals("kill")) {
      return faults.run(words);
    }
    if (words.size() != 3) {
      throw new IllegalArgumentException("the command is: kill FIRST COUNT");
    }
    List<String> dead =
        victims.kill(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
    LOG.info("instances killed first={} count={}", words.get(1), dead.size());
    return dead;
  }
}
