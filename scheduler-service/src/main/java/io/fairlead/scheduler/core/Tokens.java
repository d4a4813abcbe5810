package io.fairlead.scheduler.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.fairlead.proto.ProtoTime;
import io.fairlead.proto.state.TokenRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes a retry harmless: the same token with the same parameters has its effect once, with
 * others it is a {@code ConflictException}.
 */
record Tokens(Draft draft) {

  /** The ARNs of what an earlier call with the token made; empty where there was none. */
  Answer<Optional<List<String>>> made(String operation, String token, Message request) {
    Optional<TokenRecord> known =
        token.isEmpty() ? Optional.empty() : draft.state().token(operation + "/" + token);
    if (known.isPresent() && !known.get().getRequestHash().equals(hash(request))) {
      return new Answer.No<>(conflict(known.get()));
    }
    return new Answer.Yes<>(known.map(TokenRecord::getResourceArnsList));
  }

  private static Rejection conflict(TokenRecord known) {
    return new Rejection(
        Rejection.Type.CONFLICT,
        "The clientToken was used before with other parameters.",
        Map.of("resourceIds", String.join(",", known.getResourceArnsList())));
  }

  /** Remembers what the call has made, unless it bears no token. */
  void keep(String operation, String token, Message request, List<String> arns) {
    if (token.isEmpty()) {
      return;
    }
    draft.put(
        TokenRecord.newBuilder()
            .setKey(operation + "/" + token)
            .setRequestHash(hash(request))
            .addAllResourceArns(arns)
            .setCreatedAt(ProtoTime.of(draft.now()))
            .build());
  }

  /** Independent of the order of map entries, so that it holds across processes. */
  private static ByteString hash(Message request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      request.writeTo(out);
      out.flush();
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
