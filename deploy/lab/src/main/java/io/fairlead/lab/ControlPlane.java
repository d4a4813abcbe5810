package io.fairlead.lab;

import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Subjects;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults of the control plane's parts: each is a target by its name. */
record ControlPlane(List<Keeper> parts) implements Subjects {
  private static final int ALL_OF_THE_TIME = 100;

  @Override
  public String known() {
    return parts.stream().map(Keeper::name).collect(Collectors.joining(", "));
  }

  @Override
  public List<String> named(String target) {
    return parts.stream().map(Keeper::name).filter(target::equals).toList();
  }

  private Keeper part(String name) {
    return parts.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public Set<Fault> possible(String subject) {
    if (!part(subject).alone()) {
      throw new IllegalArgumentException(
          subject
              + " runs within the lab's process and cannot be harmed alone;"
              + " start the lab with --processes");
    }
    return EnumSet.of(Fault.KILL, Fault.HOLD, Fault.PAUSE, Fault.SLOW);
  }

  @Override
  public void begin(Fault fault, String subject, String value) throws IOException {
    Keeper part = part(subject);
    switch (fault) {
      case KILL -> part.kill();
      case HOLD -> part.hold();
      case SLOW -> part.slow(Integer.parseInt(value));
      default -> part.freeze();
    }
  }

  @Override
  public void end(Fault fault, String subject, String value) throws IOException {
    switch (fault) {
      case HOLD -> part(subject).release();
      case SLOW -> part(subject).slow(ALL_OF_THE_TIME);
      default -> part(subject).thaw();
    }
  }
}
