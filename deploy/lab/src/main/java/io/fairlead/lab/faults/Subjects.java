package io.fairlead.lab.faults;

import java.io.IOException;
import java.util.List;
import java.util.Set;

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
   * Which faults a subject can have.
   *
   * @throws IllegalArgumentException where it cannot have any, saying why
   */
  Set<Fault> possible(String subject) throws IOException;

  /**
   * Lets a fault begin that is possible.
   *
   * @throws IOException saying why it did not begin
   */
  void begin(Fault fault, String subject, String value) throws IOException;

  /** Heals a lasting fault. */
  void end(Fault fault, String subject, String value) throws IOException;
}
