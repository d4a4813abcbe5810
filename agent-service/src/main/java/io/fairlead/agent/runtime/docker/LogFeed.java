package io.fairlead.agent.runtime.docker;

import com.github.dockerjava.api.command.LogContainerCmd;
import io.fairlead.agent.runtime.LogQuery;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.agent.runtime.Subscription;

/** A container's output as the engine has kept it; {@code since} counts in whole seconds. */
final class LogFeed {
  private LogFeed() {}

  static Subscription open(Engine engine, String runtimeId, LogQuery query, LogSink sink) {
    LogContainerCmd order =
        engine
            .streams()
            .logContainerCmd(runtimeId)
            .withStdOut(true)
            .withStdErr(true)
            .withFollowStream(query.follow())
            .withTimestamps(query.timestamps());
    if (query.tail() == null) {
      order.withTailAll();
    } else {
      order.withTail(query.tail());
    }
    if (query.since() != null) {
      order.withSince(Math.toIntExact(query.since().getEpochSecond()));
    }
    SinkCallback callback = order.exec(new SinkCallback(sink));
    return callback::leave;
  }
}
