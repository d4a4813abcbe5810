package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.ServiceEvent;
import io.fairlead.proto.state.ServiceEventRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events that services show, the newest first, by the services' names. */
final class EventLists {
  /** How many events a service shows, as in ECS. */
  static final int SHOWN = 100;

  private final Map<String, List<ServiceEvent>> lists = new HashMap<>();

  /** Adds an event, if the record has one for the service itself. The result undoes it. */
  Runnable add(ServiceEventRecord record) {
    if (!record.hasEvent()) {
      return () -> {};
    }
    String service = record.getService();
    List<ServiceEvent> previous = of(service);
    List<ServiceEvent> next = new ArrayList<>(Math.min(previous.size() + 1, SHOWN));
    next.add(record.getEvent());
    next.addAll(previous.subList(0, Math.min(previous.size(), SHOWN - 1)));
    lists.put(service, next);
    return () -> set(service, previous);
  }

  private void set(String service, @Nullable List<ServiceEvent> events) {
    if (events == null || events.isEmpty()) {
      lists.remove(service);
    } else {
      lists.put(service, events);
    }
  }

  /** Forgets the events of a service. The result undoes it. */
  Runnable remove(String service) {
    List<ServiceEvent> previous = lists.remove(service);
    return () -> set(service, previous);
  }

  List<ServiceEvent> of(String service) {
    return lists.getOrDefault(service, List.of());
  }
}
