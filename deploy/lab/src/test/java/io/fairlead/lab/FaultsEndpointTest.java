package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.fairlead.lab.faults.Engines;
import io.fairlead.lab.faults.Faults;
import io.fairlead.lab.faults.Heard;
import io.fairlead.lab.faults.TwoInstances;
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
import java.time.InstantSource;
import java.util.List;
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

  @TempDir Path folder;

  private final TwoInstances instances = new TwoInstances();
  private final Faults faults =
      new Faults(
          instances,
          InstantSource.system(),
          Executors.newSingleThreadScheduledExecutor(),
          new Heard());

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
    instances.fails("begin loss i2 30");
    refused(inject("loss", "i2"), "FAILED_PRECONDITION: cannot begin loss i2 30");
    refused(
        inject("loss", "i1").setDuration(Duration.getDefaultInstance()),
        "INVALID_ARGUMENT: duration must be more than nothing");
    assertThatThrownBy(
            () ->
                calls.checkFault(
                    CheckFaultRequest.newBuilder().setFault("lie").setTarget("i1").build()))
        .hasMessageStartingWith("INVALID_ARGUMENT: i1 cannot have lie; it can have: power-off, ");
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
