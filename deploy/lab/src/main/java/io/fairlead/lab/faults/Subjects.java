package io.fairlead.lab.faults;

import java.io.IOException;
import java.util.List;

/**
 * What faults can be done to: instances, or parts of the control plane. Each call returns when what
 * was asked for is so.
 */
public interface Subjects {

  /** What there is, in words: names, or the first and the last of many. */
  String known() throws IOException;

  /** Those that a target names; empty where there is none. */
  List<String> named(String target) throws IOException;

  /**
   * Lets a fault begin.
   *
   * @throws IllegalArgumentException where this kind of subject cannot have it
   * @throws IOException saying why it did not begin
   */
  void begin(Fault fault, String subject, String value) throws IOException;

  /** Heals a lasting fault. */
  void end(Fault fault, String subject, String value) throws IOException;
}
