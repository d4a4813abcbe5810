package io.fairlead.lab.faults;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two instances in a zone, that write down what is done to them and are told what fails. */
public final class TwoInstances implements Subjects {
  private static final List<String> NAMES = List.of("i1", "i2");

  /** What was done: begin or end, the fault, on what, and the value. */
  final List<String> done = new CopyOnWriteArrayList<>();

  private final List<String> broken = new CopyOnWriteArrayList<>();

  /** What fails once, in the words in which it would be written down. */
  public void fails(String what) {
    broken.add(what);
  }

  @Override
  public String known() {
    return "i1, i2";
  }

  @Override
  public List<String> named(String target) {
    return target.equals("zone:a") ? NAMES : NAMES.stream().filter(target::equals).toList();
  }

  @Override
  public Set<Fault> possible(String subject) {
    return EnumSet.complementOf(EnumSet.of(Fault.LIE));
  }

  @Override
  public void begin(Fault fault, String subject, String value) throws IOException {
    act("begin", fault, subject, value);
  }

  @Override
  public void end(Fault fault, String subject, String value) throws IOException {
    act("end", fault, subject, value);
  }

  private void act(String step, Fault fault, String subject, String value) throws IOException {
    String what = String.join(" ", step, fault.word(), subject, value).strip();
    if (broken.remove(what)) {
      throw new IOException("cannot " + what);
    }
    done.add(what);
  }
}
