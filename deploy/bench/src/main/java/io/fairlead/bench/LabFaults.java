package io.fairlead.bench;

import io.fairlead.proto.faults.FaultsGrpc;
import io.fairlead.proto.faults.HealFaultsRequest;
import io.fairlead.proto.faults.InjectFaultRequest;
import io.fairlead.proto.rim.LocalSocket;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The faults of the lab in FAIRLEAD_HOME. */
final class LabFaults {
  private LabFaults() {}

  static void inject(String fault, String target) {
    call(
        faults -> {
          var _ =
              faults.injectFault(
                  InjectFaultRequest.newBuilder().setFault(fault).setTarget(target).build());
        });
  }

  static void healAll() {
    call(
        faults -> {
          var _ = faults.healFaults(HealFaultsRequest.getDefaultInstance());
        });
  }

  private static void call(Consumer<FaultsGrpc.FaultsBlockingStub> call) {
    Path socket = Path.of(Cluster.required("FAIRLEAD_HOME"), "run", "faults");
    ManagedChannel lab = LocalSocket.to(socket);
    try {
      call.accept(FaultsGrpc.newBlockingStub(lab));
    } finally {
      lab.shutdownNow();
    }
  }
}
