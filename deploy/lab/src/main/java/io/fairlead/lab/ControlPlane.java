package io.fairlead.lab;

import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Subjects;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The faults of the control plane's parts: each is a target by its name. */
record ControlPlane(List<Keeper> parts) implements Subjects {
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
  public void begin(Fault fault, String subject, String value) throws IOException {
    Keeper part = part(subject);
    if (!part.alone()) {
      throw new IllegalArgumentException(
          subject
              + " runs within the lab's process and cannot be harmed alone;"
              + " start the lab with --processes");
    }
    switch (fault) {
      case KILL -> part.kill();
      case HOLD -> part.hold();
      case PAUSE -> part.freeze();
      default ->
          throw new IllegalArgumentException(
              subject + " cannot have " + fault.word() + "; it can have: kill, hold, pause");
    }
  }

  @Override
  public void end(Fault fault, String subject, String value) throws IOException {
    if (fault == Fault.HOLD) {
      part(subject).release();
    } else {
      part(subject).thaw();
    }
  }
}
