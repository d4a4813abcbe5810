package io.fairlead.proto.json;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.fairlead.proto.wire.WireProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Between the AWS JSON 1.1 protocol and the messages of any service with the wire options. */
public final class Transcoder {
  private final Map<String, Operation> operations = new HashMap<>();
  private final MessageReader reader;
  private final MessageWriter writer;

  /** Knows the operations of the given services. */
  public Transcoder(List<ServiceDescriptor> services) {
    for (ServiceDescriptor service : services) {
      String prefix = service.getOptions().getExtension(WireProto.targetPrefix);
      for (MethodDescriptor method : service.getMethods()) {
        operations.put(prefix + "." + method.getName(), new Operation(method));
      }
    }
    this.reader = new MessageReader(new WireNames());
    this.writer = new MessageWriter(new EmptyLists(services));
  }

  /** The operation that an {@code X-Amz-Target} header names. */
  public Optional<Operation> operation(String target) {
    return Optional.ofNullable(operations.get(target));
  }

  /** What became of a request's JSON. */
  public sealed interface Reading {
    /** It is this message. */
    record Read(Message message) implements Reading {}

    /** It is none of the operation's input. */
    record Refused(ApiError error) implements Reading {}
  }

  /** Reads the input of an operation. */
  public Reading read(Operation operation, byte[] json) {
    try {
      return new Reading.Read(reader.read(operation.method().getInputType(), json));
    } catch (WireRefusal refusal) {
      String type =
          switch (refusal.kind()) {
            case MALFORMED -> "SerializationException";
            case INVALID -> operation.validationError();
          };
      return new Reading.Refused(ApiError.client(type, refusal.text()));
    }
  }

  /** Writes a message of any type by the same rules. */
  public byte[] write(Message message) {
    return writer.write(message);
  }

  /** Writes the output of an operation, given as a serialized message. */
  public byte[] write(Operation operation, byte[] output) {
    try {
      return writer.write(DynamicMessage.parseFrom(operation.method().getOutputType(), output));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "the answer to " + operation.grpcName() + " is no message", e);
    }
  }
}
