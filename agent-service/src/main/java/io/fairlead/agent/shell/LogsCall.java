package io.fairlead.agent.shell;

import io.fairlead.agent.runtime.ContainerRuntime;
import io.fairlead.agent.runtime.EngineFailure;
import io.fairlead.agent.runtime.LogQuery;
import io.fairlead.agent.runtime.LogSink;
import io.fairlead.agent.runtime.Subscription;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.api.LogLine;
import io.fairlead.proto.api.LogsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One call for logs: the lines of one or several containers, each container's in order. */
final class LogsCall {
  private final ContainerRuntime runtime;
  private final LogQuery query;
  private final PacedStream<LogLine> lines;
  private final List<Subscription> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger left = new AtomicInteger();

  LogsCall(
      ContainerRuntime runtime, LogsRequest request, ServerCallStreamObserver<LogLine> responses) {
    this.runtime = runtime;
    this.query =
        new LogQuery(
            request.getFollow(),
            request.hasTail() ? request.getTail() : null,
            request.hasSince() ? ProtoTime.instant(request.getSince()) : null,
            true);
    this.lines = new PacedStream<>(responses, this::close);
  }

  void start(List<Containers.Named> containers) {
    left.set(containers.size());
    for (Containers.Named container : containers) {
      try {
        open.add(runtime.logs(container.runtimeId(), query, new Sink(container.name())));
      } catch (EngineFailure e) {
        lines.fail(EngineStatus.of(e));
        close();
        return;
      }
    }
  }

  private void close() {
    open.forEach(Subscription::close);
  }

  private final class Sink implements LogSink {
    private final LogLines cutter;

    Sink(String container) {
      cutter = new LogLines(container, lines::write);
    }

    @Override
    public void write(Stream stream, byte[] bytes) {
      cutter.write(stream, bytes);
    }

    @Override
    public void done(@Nullable EngineFailure failure) {
      cutter.end();
      if (failure != null) {
        lines.fail(EngineStatus.of(failure));
      } else if (left.decrementAndGet() == 0) {
        lines.complete();
      }
    }
  }
}
