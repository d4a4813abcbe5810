package io.fairlead.cli;

import io.fairlead.proto.faults.CheckFaultRequest;
import io.fairlead.proto.faults.EngineLook;
import io.fairlead.proto.faults.Fault;
import io.fairlead.proto.faults.FaultsGrpc;
import io.fairlead.proto.faults.HealFaultsRequest;
import io.fairlead.proto.faults.InjectFaultRequest;
import io.fairlead.proto.faults.ListFaultsRequest;
import io.fairlead.proto.faults.LookAtEnginesRequest;
import io.fairlead.proto.rim.LocalSocket;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The faults of the lab on this machine: only its owner can ask for them. */
record LabFaults(Path path, ManagedChannel channel) implements AutoCloseable {
  static LabFaults here() {
    Path path = Installation.here().home().resolve("run").resolve("faults");
    return new LabFaults(path, LocalSocket.to(path));
  }

  /**
   * Lets a fault begin.
   *
   * @return one for each that the target names
   * @throws CommandFailure where it does not begin, as from all of these calls
   */
  List<Fault> inject(
      String fault, String target, Optional<String> value, Optional<Duration> duration) {
    InjectFaultRequest.Builder request =
        InjectFaultRequest.newBuilder().setFault(fault).setTarget(target);
    value.ifPresent(request::setValue);
    duration.ifPresent(
        span ->
            request.setDuration(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(span.getSeconds())
                    .setNanos(span.getNano())));
    return ask(faults -> faults.injectFault(request.build()).getFaultsList());
  }

  /** Whether a fault could begin so. */
  void check(String fault, String target, Optional<String> value) {
    CheckFaultRequest.Builder request =
        CheckFaultRequest.newBuilder().setFault(fault).setTarget(target);
    value.ifPresent(request::setValue);
    var _ = ask(faults -> faults.checkFault(request.build()));
  }

  /** Those that last. */
  List<Fault> list() {
    return ask(it -> it.listFaults(ListFaultsRequest.getDefaultInstance()).getFaultsList());
  }

  /**
   * Heals one before its time, or all.
   *
   * @return those that do not heal yet
   */
  List<Fault> heal(Optional<Integer> number) {
    HealFaultsRequest.Builder request = HealFaultsRequest.newBuilder();
    number.ifPresent(request::setNumber);
    return ask(faults -> faults.healFaults(request.build()).getLeftList());
  }

  /** What the instances' engines run. */
  List<EngineLook> engines() {
    return ask(it -> it.lookAtEngines(LookAtEnginesRequest.getDefaultInstance()).getEnginesList());
  }

  private <T> T ask(Function<FaultsGrpc.FaultsBlockingStub, T> call) {
    try {
      return call.apply(FaultsGrpc.newBlockingStub(channel));
    } catch (StatusRuntimeException e) {
      String why = String.valueOf(e.getStatus().getDescription());
      if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
        throw new CommandFailure(
            ExitCode.UNREACHABLE,
            "no lab takes faults at " + path,
            "Start one: fairlead lab up, or fairlead up --simulated 4");
      }
      throw CommandFailure.failed(why, "");
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
