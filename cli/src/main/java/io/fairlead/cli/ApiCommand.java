package io.fairlead.cli;

import com.google.protobuf.Message;
import io.fairlead.proto.json.Operation;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Calls any operation of the ECS or the ECR API with its own JSON and prints the answer as the API
 * gives it.
 */
@Command(
    name = "api",
    description = "Call any operation of the ECS or the ECR API with JSON.",
    footer = {
      "",
      "  fairlead api DescribeClusters '{\"clusters\": [\"default\"]}'",
      "  fairlead api register-task-definition @definition.json",
      "  fairlead api ecr:DescribeRepositories"
    },
    mixinStandardHelpOptions = true)
final class ApiCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "OPERATION", description = "Its name.")
  String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON|@FILE|-",
      defaultValue = "{}",
      description = "Its input: JSON, a file, or standard input (default: {}).")
  String input = "{}";

  @Option(names = "--list", description = "List the operations.")
  boolean list;

  @Override
  public Integer call() {
    if (list) {
      ApiJson.operations().forEach(System.out::println);
      return ExitCode.OK.number();
    }
    Operation operation =
        ApiJson.operation(name)
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        name.isEmpty() ? "an operation is needed" : "no operation " + name,
                        "See: fairlead api --list"));
    Message request = ApiJson.read(operation, JsonInput.read(input));
    try (Client client = new Client(Target.access().channel(), "")) {
      ApiJson.print(operation, call(client, operation, request.toByteArray()));
    }
    return ExitCode.OK.number();
  }

  private static byte[] call(Client client, Operation operation, byte[] request) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(operation.grpcName())
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(client.channel(), method, options, request);
  }

  /** Messages stay bytes: no class of an operation is needed, nor loaded. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the answer", e);
      }
    }
  }
}
