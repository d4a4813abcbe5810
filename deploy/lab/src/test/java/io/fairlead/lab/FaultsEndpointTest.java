package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.fairlead.lab.faults.Chronicle;
import io.fairlead.lab.faults.Engines;
import io.fairlead.lab.faults.Fault;
import io.fairlead.lab.faults.Faults;
import io.fairlead.lab.faults.Injection;
import io.fairlead.lab.faults.Subjects;
import io.fairlead.proto.faults.CheckFaultRequest;
import io.fairlead.proto.faults.FaultsGrpc;
import io.fairlead.proto.faults.HealFaultsRequest;
import io.fairlead.proto.faults.InjectFaultRequest;
import io.fairlead.proto.faults.ListFaultsRequest;
import io.fairlead.proto.faults.LookAtEnginesRequest;
import io.fairlead.proto.rim.LocalSocket;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of {@code Faults} at their socket. */
class FaultsEndpointTest {
  private static final Engines.Look SEEN =
      new Engines.Look(
          "i1", true, List.of(new Engines.Running("arn", "service:web", "main", "ab")));

  /** Instances that can be held and killed, and of which i2 is broken. */
  private static final class TwoInstances implements Subjects {
    @Override
    public String known() {
      return "i1, i2";
    }

    @Override
    public List<String> named(String target) {
      return Set.of("i1", "i2").contains(target) ? List.of(target) : List.of();
    }

    @Override
    public Set<Fault> possible(String subject) {
      return EnumSet.of(Fault.LOSS, Fault.REBOOT);
    }

    @Override
    public void begin(Fault fault, String subject, String value) throws IOException {
      if (subject.equals("i2")) {
        throw new IOException("i2 is switched off");
      }
    }

    @Override
    public void end(Fault fault, String subject, String value) {}
  }

  /** Hears nothing. */
  private record Deaf() implements Chronicle {
    @Override
    public void begun(Injection injection) {}

    @Override
    public void ended(Injection injection, Instant at) {}
  }

  @TempDir Path folder;

  private final Faults faults =
      new Faults(
          new TwoInstances(),
          InstantSource.system(),
          Executors.newSingleThreadScheduledExecutor(),
          new Deaf());

  private Path path;
  private LocalSocket socket;
  private ManagedChannel channel;
  private FaultsGrpc.FaultsBlockingStub calls;

  @BeforeEach
  void listen() throws IOException {
    path = folder.resolve("faults");
    socket = LocalSocket.listen(path, new FaultsEndpoint(faults, () -> List.of(SEEN)));
    channel = LocalSocket.to(path);
    calls = FaultsGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void close() throws IOException {
    channel.shutdownNow();
    socket.close();
    faults.close();
    assertThat(path).doesNotExist();
  }

  private static InjectFaultRequest.Builder inject(String fault, String target) {
    return InjectFaultRequest.newBuilder().setFault(fault).setTarget(target);
  }

  @Test
  void aFaultBeginsIsListedAndHeals() {
    var begun = calls.injectFault(inject("loss", "i1").build()).getFaultsList();

    assertThat(begun)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getTarget()).isEqualTo("i1");
              assertThat(it.getValue()).as("what is usual").isEqualTo("30");
              assertThat(it.getLasting()).isTrue();
              assertThat(it.hasHealsAt()).isFalse();
            });
    assertThat(calls.listFaults(ListFaultsRequest.getDefaultInstance()).getFaultsList())
        .isEqualTo(begun);
    assertThat(
            calls
                .healFaults(
                    HealFaultsRequest.newBuilder().setNumber(begun.getFirst().getNumber()).build())
                .getLeftList())
        .isEmpty();
    assertThat(calls.listFaults(ListFaultsRequest.getDefaultInstance()).getFaultsList()).isEmpty();
  }

  @Test
  void saysWhenItHeals() {
    var begun =
        calls.injectFault(
            inject("loss", "i1").setDuration(Duration.newBuilder().setSeconds(3600)).build());

    assertThat(begun.getFaults(0).getHealsAt().getSeconds())
        .isEqualTo(begun.getFaults(0).getBegunAt().getSeconds() + 3600);
    assertThat(calls.healFaults(HealFaultsRequest.getDefaultInstance()).getLeftList()).isEmpty();
  }

  @Test
  void saysWhyNot() {
    refused(inject("fire", "i1"), "INVALID_ARGUMENT: there is no fault fire; there are: ");
    refused(inject("loss", "i3"), "INVALID_ARGUMENT: nothing is i3; there are: i1, i2");
    refused(inject("loss", "i2"), "FAILED_PRECONDITION: i2 is switched off");
    refused(
        inject("loss", "i1").setDuration(Duration.getDefaultInstance()),
        "INVALID_ARGUMENT: duration must be more than nothing");
    assertThatThrownBy(
            () ->
                calls.checkFault(
                    CheckFaultRequest.newBuilder().setFault("pause").setTarget("i1").build()))
        .hasMessage("INVALID_ARGUMENT: i1 cannot have pause; it can have: reboot, loss");
  }

  private void refused(InjectFaultRequest.Builder request, String why) {
    assertThatThrownBy(() -> calls.injectFault(request.build()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void looksAtEngines() {
    var looks = calls.lookAtEngines(LookAtEnginesRequest.getDefaultInstance()).getEnginesList();

    assertThat(looks).hasSize(1);
    assertThat(looks.getFirst().getContainers(0).getRuntimeId()).isEqualTo("ab");
  }

  @Test
  void nobodyElseCanOpenIt() throws IOException {
    assertThat(Files.getPosixFilePermissions(path))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }
}
