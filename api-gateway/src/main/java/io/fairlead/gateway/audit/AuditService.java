package io.fairlead.gateway.audit;

import com.google.rpc.Code;
import io.fairlead.proto.ApiErrors;
import io.fairlead.proto.Arn;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.api.AuditGrpc;
import io.fairlead.proto.api.ListAuditRecordsRequest;
import io.fairlead.proto.api.ListAuditRecordsResponse;
import io.fairlead.proto.audit.AuditRecord;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets people read the audit trail. */
final class AuditService extends AuditGrpc.AuditImplBase {
  private static final int DEFAULT_RESULTS = 100;
  private static final int MOST_RESULTS = 1_000;

  private final AuditStore store;

  AuditService(AuditStore store) {
    this.store = store;
  }

  @Override
  public void listAuditRecords(
      ListAuditRecordsRequest request, StreamObserver<ListAuditRecordsResponse> answer) {
    int size = request.hasMaxResults() ? request.getMaxResults() : DEFAULT_RESULTS;
    Optional<AuditPlace> after = AuditPlace.parse(request.getNextToken());
    if (size < 1 || size > MOST_RESULTS) {
      answer.onError(invalid("max_results must be from 1 to " + MOST_RESULTS + "."));
    } else if (!request.getNextToken().isEmpty() && after.isEmpty()) {
      answer.onError(invalid("next_token is not one that was given out."));
    } else {
      // One more than asked for tells whether another page follows.
      answer.onNext(page(store.list(query(request, after, size + 1)), size));
      answer.onCompleted();
    }
  }

  private static AuditQuery query(
      ListAuditRecordsRequest request, Optional<AuditPlace> after, int limit) {
    return new AuditQuery(
        request.hasSince() ? Optional.of(ProtoTime.instant(request.getSince())) : Optional.empty(),
        request.hasUntil() ? Optional.of(ProtoTime.instant(request.getUntil())) : Optional.empty(),
        given(request.getPrincipal()),
        given(request.getOperation()),
        given(request.getCluster()).map(Arn::nameOf),
        given(request.getRequestId()),
        after,
        limit);
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private static ListAuditRecordsResponse page(List<AuditRecord> found, int size) {
    ListAuditRecordsResponse.Builder response =
        ListAuditRecordsResponse.newBuilder()
            .addAllRecords(found.subList(0, Math.min(size, found.size())));
    if (found.size() > size) {
      response.setNextToken(AuditPlace.of(found.get(size - 1)).token());
    }
    return response.build();
  }

  private static Exception invalid(String message) {
    return ApiErrors.of(Code.INVALID_ARGUMENT, "InvalidParameterException", message, Map.of());
  }
}
