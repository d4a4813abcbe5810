package io.fairlead.cli;

import com.google.protobuf.ByteString;
import io.fairlead.proto.api.ExecInput;
import io.fairlead.proto.api.ExecOutput;
import io.fairlead.proto.api.ExecStart;
import io.fairlead.proto.api.TerminalSize;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Carries a command's input and output between here and its container. */
record ExecStreams(Client client, InputStream in, PrintStream out, PrintStream err) {
  private static final int SIZE_CHECK_MILLIS = 500;

  /** The command's exit code, without a terminal. */
  int run(ExecStart start) {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    StreamObserver<ExecInput> input = open(start, exit);
    Thread.ofPlatform().daemon().start(() -> pump(input));
    return await(exit);
  }

  /** The same with a terminal whose size is looked at again and again. */
  int run(ExecStart start, Supplier<TerminalSize> size) {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    StreamObserver<ExecInput> input = open(start, exit);
    Thread.ofPlatform().daemon().start(() -> pump(input));
    Thread.ofPlatform().daemon().start(() -> followSize(input, start.getSize(), size, exit));
    return await(exit);
  }

  private StreamObserver<ExecInput> open(ExecStart start, CompletableFuture<Integer> exit) {
    StreamObserver<ExecInput> input = client.liveStreams().exec(new Printing(out, err, exit));
    input.onNext(ExecInput.newBuilder().setStart(start).build());
    return input;
  }

  private static int await(CompletableFuture<Integer> exit) {
    try {
      return exit.join();
    } catch (CompletionException e) {
      throw Status.fromThrowable(e.getCause())
          .asRuntimeException(Status.trailersFromThrowable(e.getCause()));
    }
  }

  private void pump(StreamObserver<ExecInput> input) {
    byte[] buffer = new byte[8192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        send(input, ExecInput.newBuilder().setStdin(ByteString.copyFrom(buffer, 0, read)));
      }
      send(input, ExecInput.newBuilder().setStdinClosed(true));
    } catch (IOException e) {
      send(input, ExecInput.newBuilder().setStdinClosed(true));
    }
  }

  /** Keys and sizes come on two threads; the stream takes one at a time. */
  private static void send(StreamObserver<ExecInput> input, ExecInput.Builder message) {
    synchronized (input) {
      input.onNext(message.build());
    }
  }

  private static void followSize(
      StreamObserver<ExecInput> input,
      TerminalSize first,
      Supplier<TerminalSize> size,
      CompletableFuture<Integer> exit) {
    TerminalSize known = first;
    try {
      while (!exit.isDone()) {
        Thread.sleep(SIZE_CHECK_MILLIS);
        TerminalSize now = size.get();
        if (!now.equals(known)) {
          known = now;
          send(input, ExecInput.newBuilder().setResize(now));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what comes, and knows the exit code at the end. */
  private record Printing(PrintStream out, PrintStream err, CompletableFuture<Integer> exit)
      implements StreamObserver<ExecOutput> {

    @Override
    public void onNext(ExecOutput output) {
      switch (output.getOutputCase()) {
        case STDOUT -> write(out, output.getStdout());
        case STDERR -> write(err, output.getStderr());
        case EXIT_CODE -> exit.complete(output.getExitCode());
        case OUTPUT_NOT_SET -> {}
      }
    }

    private static void write(PrintStream stream, ByteString bytes) {
      stream.writeBytes(bytes.toByteArray());
      stream.flush();
    }

    @Override
    public void onError(Throwable failure) {
      exit.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      exit.completeExceptionally(
          Status.UNKNOWN
              .withDescription("the container's command ended without an exit code")
              .asRuntimeException());
    }
  }
}
