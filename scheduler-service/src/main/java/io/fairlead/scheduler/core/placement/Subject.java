package io.fairlead.scheduler.core.placement;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.ecs.Attribute;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What an expression may ask of an instance. */
sealed interface Subject {

  /** The instance's values; none where it has no such fact. */
  List<String> values(Candidate instance);

  /** Whether one of the values passes the test. */
  default boolean any(Candidate instance, Predicate<String> test) {
    return values(instance).stream().anyMatch(test);
  }

  /** How values compare with arguments. */
  default Comparator<String> order() {
    return Ordering.TEXT_OR_NUMBER;
  }

  /** Whether the values stay until the instance's own record changes. */
  default boolean lasting() {
    return true;
  }

  /** Finds the subject of that name. */
  static Optional<Subject> named(String name) {
    if (name.startsWith("attribute:") && name.length() > "attribute:".length()) {
      return Optional.of(new AttributeNamed(name.substring("attribute:".length())));
    }
    return switch (name) {
      case "agentConnected" -> Optional.of(Fact.AGENT_CONNECTED);
      case "agentVersion" -> Optional.of(Fact.AGENT_VERSION);
      case "ec2InstanceId" -> Optional.of(Fact.EC2_INSTANCE_ID);
      case "registeredAt" -> Optional.of(Fact.REGISTERED_AT);
      case "runningTasksCount" -> Optional.of(Fact.RUNNING_TASKS_COUNT);
      case "task:group" -> Optional.of(Fact.TASK_GROUP);
      default -> Optional.empty();
    };
  }

  /** An attribute by name; one without a value counts as having the empty text. */
  record AttributeNamed(String name) implements Subject {
    @Override
    public List<String> values(Candidate instance) {
      return instance.common().getAttributesList().stream()
          .filter(attribute -> attribute.getName().equals(name))
          .map(Attribute::getValue)
          .toList();
    }

    // Asked of every instance when a constraint is new, so it makes no stream.
    @Override
    public boolean any(Candidate instance, Predicate<String> test) {
      for (Attribute attribute : instance.common().getAttributesList()) {
        if (attribute.getName().equals(name) && test.test(attribute.getValue())) {
          return true;
        }
      }
      return false;
    }
  }

  /** A fact that every instance has. */
  enum Fact implements Subject {
    AGENT_CONNECTED {
      @Override
      public List<String> values(Candidate instance) {
        return List.of(String.valueOf(instance.common().getAgentConnected()));
      }
    },
    AGENT_VERSION {
      @Override
      public List<String> values(Candidate instance) {
        return present(instance.common().getVersionInfo().getAgentVersion());
      }

      @Override
      public Comparator<String> order() {
        return Ordering.VERSION;
      }
    },
    EC2_INSTANCE_ID {
      @Override
      public List<String> values(Candidate instance) {
        return present(instance.instance().getEc2InstanceId());
      }
    },
    REGISTERED_AT {
      @Override
      public List<String> values(Candidate instance) {
        Timestamp at = instance.instance().getRegisteredAt();
        return List.of(ProtoTime.instant(at).toString());
      }

      @Override
      public Comparator<String> order() {
        return Ordering.MOMENT;
      }
    },
    RUNNING_TASKS_COUNT {
      @Override
      public List<String> values(Candidate instance) {
        long running =
            instance
                .tasks()
                .filter(task -> task.getTask().getLastStatus().equals("RUNNING"))
                .count();
        return List.of(String.valueOf(running));
      }

      @Override
      public boolean lasting() {
        return false;
      }
    },
    TASK_GROUP {
      @Override
      public List<String> values(Candidate instance) {
        return instance.tasks().map(task -> task.getTask().getGroup()).distinct().toList();
      }

      @Override
      public boolean lasting() {
        return false;
      }
    };

    private static List<String> present(String value) {
      return value.isEmpty() ? List.of() : List.of(value);
    }
  }
}
