package io.fairlead.agent.runtime.simulated;

import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.runtime.LogQuery;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.agent.runtime.RuntimeEvent;
import io.fairlead.agent.runtime.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a simulated container has written: all of it at its starts; following waits for its end. */
final class SimulatedLogs {
  private SimulatedLogs() {}

  static Subscription open(
      SimulatedEngine engine, SimulatedContainer container, LogQuery query, LogSink sink) {
    List<String> lines = container.output();
    int all = lines.size();
    int tail = query.tail() == null ? all : Math.min(all, query.tail());
    String prefix =
        query.timestamps() && container.startedAt != null ? container.startedAt + " " : "";
    for (String line : lines.subList(all - tail, all)) {
      byte[] bytes = (prefix + line + "\n").getBytes(StandardCharsets.UTF_8);
      sink.write(LogSink.Stream.STDOUT, bytes);
    }
    if (!query.follow() || !container.running()) {
      sink.done(null);
      return () -> {};
    }
    return engine.listen(container.owner, event -> endWith(container, event, sink));
  }

  private static void endWith(SimulatedContainer container, RuntimeEvent event, LogSink sink) {
    if (event instanceof RuntimeEvent.OfContainer of
        && of.runtimeId().equals(container.runtimeId)
        && of.change() instanceof ContainerChange.Exited) {
      sink.done(null);
    }
  }
}
