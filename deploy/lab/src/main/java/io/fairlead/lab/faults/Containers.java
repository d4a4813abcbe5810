package io.fairlead.lab.faults;

import io.fairlead.proto.Arn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The containers of tasks, each by its instance and its id: {@code i1:3f2a9c41d07b}. They are named
 * by their service ({@code service:NAME}, or {@code one-of:NAME} for any of its tasks) or by their
 * task ({@code task:ID}); those are meant that run at that moment.
 *
 * @param instances on which they are, and which do to them what is asked
 * @param possible what they can have
 */
public record Containers(
    Engines engines, Subjects instances, Set<Fault> possible, RandomGenerator random)
    implements Subjects {
  /** What a container on a real engine can have. */
  public static final Set<Fault> OF_REAL =
      EnumSet.of(
          Fault.CONTAINER_KILL,
          Fault.OOM,
          Fault.CPU,
          Fault.MEMORY,
          Fault.LOSS,
          Fault.PARTITION,
          Fault.PARTITION_IN,
          Fault.PARTITION_OUT);

  private static final Pattern NAME = Pattern.compile("([^:]+):([0-9a-f]+)");
  private static final String ONE_OF = "one-of:";
  private static final String SERVICE = "service:";
  private static final String TASK = "task:";

  @Override
  public String known() {
    return "service:NAME, one-of:NAME, task:ID";
  }

  @Override
  public List<String> named(String target) throws IOException {
    Matcher name = NAME.matcher(target);
    if (name.matches() && !instances.named(name.group(1)).isEmpty()) {
      return List.of(target);
    }
    if (target.startsWith(ONE_OF)) {
      List<String> all = named(SERVICE + target.substring(ONE_OF.length()));
      return all.isEmpty() ? all : List.of(all.get(random.nextInt(all.size())));
    }
    return target.startsWith(SERVICE) || target.startsWith(TASK) ? ofTasks(target) : List.of();
  }

  private List<String> ofTasks(String target) throws IOException {
    List<String> named = new ArrayList<>();
    for (Engines.Look look : engines.look()) {
      for (Engines.Running it : look.containers()) {
        if (it.group().equals(target) || target.equals(TASK + Arn.nameOf(it.task()))) {
          named.add(look.instance() + ":" + it.handle());
        }
      }
    }
    return named;
  }

  @Override
  public Set<Fault> possible(String container) {
    return possible;
  }

  @Override
  public void begin(Fault fault, String container, String value) throws IOException {
    instances.begin(fault, container, value);
  }

  @Override
  public void end(Fault fault, String container, String value) throws IOException {
    instances.end(fault, container, value);
  }
}
