package io.fairlead.lab.faults;

import java.io.IOException;
import java.util.List;

/** Instances that faults can be done to. Each call returns when what was asked for is so. */
public interface Instances {

  /**
   * The instances that a target names: one instance, or {@code zone:NAME} for all of a zone.
   *
   * @throws IllegalArgumentException where there is none
   */
  List<String> named(String target) throws IOException;

  /**
   * Lets a fault begin.
   *
   * @throws IllegalArgumentException where this kind of instance cannot have it
   * @throws IOException saying why it did not begin
   */
  void begin(Fault fault, String instance, String value) throws IOException;

  /** Heals a lasting fault. */
  void end(Fault fault, String instance, String value) throws IOException;
}
