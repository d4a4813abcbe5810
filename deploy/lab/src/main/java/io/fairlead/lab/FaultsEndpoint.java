package io.fairlead.lab;

import io.fairlead.lab.faults.Engines;
import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Faults;
import io.fairlead.lab.faults.Injection;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.faults.CheckFaultRequest;
import io.fairlead.proto.faults.CheckFaultResponse;
import io.fairlead.proto.faults.EngineLook;
import io.fairlead.proto.faults.FaultsGrpc;
import io.fairlead.proto.faults.HealFaultsRequest;
import io.fairlead.proto.faults.HealFaultsResponse;
import io.fairlead.proto.faults.InjectFaultRequest;
import io.fairlead.proto.faults.InjectFaultResponse;
import io.fairlead.proto.faults.ListFaultsRequest;
import io.fairlead.proto.faults.ListFaultsResponse;
import io.fairlead.proto.faults.LookAtEnginesRequest;
import io.fairlead.proto.faults.LookAtEnginesResponse;
import io.fairlead.proto.faults.SeenContainer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Answers {@code Faults}. */
final class FaultsEndpoint extends FaultsGrpc.FaultsImplBase {
  private final Faults faults;
  private final Engines engines;

  FaultsEndpoint(Faults faults, Engines engines) {
    this.faults = faults;
    this.engines = engines;
  }

  /** What is asked for. */
  private interface Call<T> {
    T answer() throws IOException;
  }

  private static <T> void answer(StreamObserver<T> caller, Call<T> call) {
    try {
      T answer = call.answer();
      caller.onNext(answer);
      caller.onCompleted();
    } catch (IllegalArgumentException e) {
      caller.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
    } catch (IOException e) {
      caller.onError(Status.FAILED_PRECONDITION.withDescription(e.getMessage()).asException());
    }
  }

  @Override
  public void injectFault(InjectFaultRequest request, StreamObserver<InjectFaultResponse> caller) {
    answer(
        caller,
        () ->
            InjectFaultResponse.newBuilder()
                .addAllFaults(
                    told(
                        faults.inject(
                            Fault.of(request.getFault()),
                            request.getTarget(),
                            request.getValue(),
                            duration(request))))
                .build());
  }

  private static Optional<Duration> duration(InjectFaultRequest request) {
    if (!request.hasDuration()) {
      return Optional.empty();
    }
    Duration duration =
        Duration.ofSeconds(request.getDuration().getSeconds(), request.getDuration().getNanos());
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("duration must be more than nothing");
    }
    return Optional.of(duration);
  }

  @Override
  public void checkFault(CheckFaultRequest request, StreamObserver<CheckFaultResponse> caller) {
    answer(
        caller,
        () ->
            CheckFaultResponse.newBuilder()
                .addAllTargets(
                    faults.check(
                        Fault.of(request.getFault()), request.getTarget(), request.getValue()))
                .build());
  }

  @Override
  public void listFaults(ListFaultsRequest request, StreamObserver<ListFaultsResponse> caller) {
    answer(
        caller, () -> ListFaultsResponse.newBuilder().addAllFaults(told(faults.active())).build());
  }

  @Override
  public void healFaults(HealFaultsRequest request, StreamObserver<HealFaultsResponse> caller) {
    answer(
        caller,
        () -> {
          if (request.hasNumber()) {
            faults.heal(request.getNumber());
          } else {
            faults.healAll();
          }
          return HealFaultsResponse.newBuilder()
              .addAllLeft(
                  told(
                      faults.active().stream()
                          .filter(it -> !request.hasNumber() || it.number() == request.getNumber())
                          .toList()))
              .build();
        });
  }

  @Override
  public void lookAtEngines(
      LookAtEnginesRequest request, StreamObserver<LookAtEnginesResponse> caller) {
    answer(
        caller,
        () ->
            LookAtEnginesResponse.newBuilder()
                .addAllEngines(engines.look().stream().map(FaultsEndpoint::told).toList())
                .build());
  }

  private static EngineLook told(Engines.Look look) {
    return EngineLook.newBuilder()
        .setInstance(look.instance())
        .setAnswers(look.answers())
        .addAllContainers(
            look.containers().stream()
                .map(
                    it ->
                        SeenContainer.newBuilder()
                            .setTaskArn(it.task())
                            .setName(it.name())
                            .setRuntimeId(it.id())
                            .build())
                .toList())
        .build();
  }

  private static List<io.fairlead.proto.faults.Fault> told(List<Injection> injections) {
    return injections.stream().map(FaultsEndpoint::told).toList();
  }

  private static io.fairlead.proto.faults.Fault told(Injection injection) {
    var fault =
        io.fairlead.proto.faults.Fault.newBuilder()
            .setNumber(injection.number())
            .setFault(injection.fault().word())
            .setTarget(injection.subject())
            .setValue(injection.value())
            .setBegunAt(ProtoTime.of(injection.begun()))
            .setLasting(injection.fault().lasting());
    injection.ends().ifPresent(ends -> fault.setHealsAt(ProtoTime.of(ends)));
    return fault.build();
  }
}
