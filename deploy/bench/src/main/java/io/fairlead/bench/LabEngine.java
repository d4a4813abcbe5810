package io.fairlead.bench;

import java.util.Arrays;
import java.util.List;

/**
 * The engine of an instance of a lab.
 *
 * @param socket where it is called, such as {@code unix:///lab/i1/docker.sock}
 * @param address where other instances reach it
 */
record LabEngine(String name, String socket, String address, PlainEngine engine) {

  /** Those of FAIRLEAD_BENCH_ENGINES, which has {@code NAME=PATH=ADDRESS} for each. */
  static List<LabEngine> all(String image) {
    return Arrays.stream(Cluster.required("FAIRLEAD_BENCH_ENGINES").split(" "))
        .map(engine -> engine.split("="))
        .map(parts -> of(parts[0], "unix://" + parts[1], parts[2], image))
        .toList();
  }

  private static LabEngine of(String name, String socket, String address, String image) {
    return new LabEngine(name, socket, address, PlainEngine.open(image, socket));
  }

  boolean answers() {
    try {
      engine.docker().pingCmd().exec();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
