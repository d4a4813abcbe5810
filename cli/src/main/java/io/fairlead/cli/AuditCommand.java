package io.fairlead.cli;

import com.google.protobuf.Timestamp;
import io.fairlead.proto.api.AuditGrpc.AuditBlockingStub;
import io.fairlead.proto.api.ListAuditRecordsRequest;
import io.fairlead.proto.api.ListAuditRecordsResponse;
import io.fairlead.proto.audit.AuditRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows who called what, newest first. */
@Command(
    name = "audit",
    description = "Show who called what and what came of it, newest first.",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  private static final int MOST_AT_ONCE = 1_000;

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int number = 50;

  @Option(
      names = "--since",
      paramLabel = "AGO",
      description = "Only from so long ago on: 90s, 10m, 2h.")
  Optional<Ago> since = Optional.empty();

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "NAME",
      description = "Only calls about this cluster (default: all calls).")
  Optional<String> cluster = Optional.empty();

  @Option(names = "--principal", paramLabel = "ARN", description = "Only calls of this caller.")
  Optional<String> principal = Optional.empty();

  @Option(names = "--operation", paramLabel = "NAME", description = "Only this one: RunTask, ...")
  Optional<String> operation = Optional.empty();

  @Option(names = "--request", paramLabel = "ID", description = "Only the call with this id.")
  Optional<String> request = Optional.empty();

  @Mixin Display display = new Display();

  @Override
  public Integer call() {
    try (Client client = new Client(Target.access().channel(), "")) {
      ListAuditRecordsResponse answer = read(client.audit());
      display.show(answer, () -> table(answer.getRecordsList()));
    }
    return ExitCode.OK.number();
  }

  private ListAuditRecordsResponse read(AuditBlockingStub audit) {
    ListAuditRecordsRequest.Builder asked = asked();
    ListAuditRecordsResponse.Builder all = ListAuditRecordsResponse.newBuilder();
    do {
      asked.setMaxResults(Math.clamp(number - all.getRecordsCount(), 1, MOST_AT_ONCE));
      ListAuditRecordsResponse page = audit.listAuditRecords(asked.build());
      all.addAllRecords(page.getRecordsList());
      asked.setNextToken(page.getNextToken());
    } while (!asked.getNextToken().isEmpty() && all.getRecordsCount() < number);
    return all.build();
  }

  private ListAuditRecordsRequest.Builder asked() {
    ListAuditRecordsRequest.Builder asked = ListAuditRecordsRequest.newBuilder();
    since.ifPresent(
        ago -> {
          Instant from = Clock.systemUTC().instant().minus(ago.duration());
          asked.setSince(Timestamp.newBuilder().setSeconds(from.getEpochSecond()));
        });
    cluster.ifPresent(asked::setCluster);
    principal.ifPresent(asked::setPrincipal);
    operation.ifPresent(asked::setOperation);
    request.ifPresent(asked::setRequestId);
    return asked;
  }

  private static Table table(List<AuditRecord> records) {
    Table table = new Table("TIME", "WHO", "FROM", "OPERATION", "ABOUT", "OUTCOME", "MS");
    for (AuditRecord record : records) {
      table.row(
          Words.date(record.getTime()),
          Words.name(record.getPrincipal()),
          Words.orDash(record.getSourceAddress()),
          Words.orDash(record.getOperation()),
          about(record),
          record.getOutcome(),
          String.format(Locale.ROOT, "%.1f", record.getDurationMicros() / 1_000.0));
    }
    return table;
  }

  /** The first resource that is not the cluster itself, else the cluster. */
  private static String about(AuditRecord record) {
    return record.getResourcesList().stream()
        .map(Words::shortId)
        .filter(name -> !name.equals(record.getCluster()))
        .findFirst()
        .orElse(Words.orDash(record.getCluster()));
  }
}
