package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.fairlead.proto.ecr.EcrProto;
import io.fairlead.proto.ecs.EcsProto;
import io.fairlead.proto.json.Operation;
import io.fairlead.proto.json.Transcoder;
import io.fairlead.proto.json.Transcoder.Reading;
import io.fairlead.proto.wire.WireProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Messages as the JSON of the AWS API, by the same rules as the gateway's HTTP side. */
final class ApiJson {
  private static final String ECR = "ecr:";
  private static final Api ECS = Api.of(EcsProto.getDescriptor().findServiceByName("ECS"));

  /** Read in only where it is asked for: few commands need it. */
  private static final class Ecr {
    static final Api API = Api.of(EcrProto.getDescriptor().findServiceByName("ECR"));
  }

  /** One of the APIs. */
  private record Api(ServiceDescriptor service, Transcoder transcoder) {
    static Api of(ServiceDescriptor service) {
      return new Api(service, new Transcoder(List.of(service)));
    }

    static Api of(Operation operation) {
      return operation.method().getService() == ECS.service ? ECS : Ecr.API;
    }

    Optional<Operation> operation(String name) {
      String prefix = service.getOptions().getExtension(WireProto.targetPrefix) + ".";
      return service.getMethods().stream()
          .map(MethodDescriptor::getName)
          .filter(known -> known.equalsIgnoreCase(name))
          .findFirst()
          .flatMap(known -> transcoder.operation(prefix + known));
    }
  }

  private ApiJson() {}

  /**
   * The operation of this name, upper and lower case and hyphens regardless: run-task, RunTask. One
   * of the ECR API may begin with {@code ecr:}, and must where ECS has one of the same name.
   */
  static Optional<Operation> operation(String name) {
    String plain = name.replace("-", "");
    return plain.startsWith(ECR)
        ? Ecr.API.operation(plain.substring(ECR.length()))
        : ECS.operation(plain).or(() -> Ecr.API.operation(plain));
  }

  static List<String> operations() {
    return Stream.concat(
            ECS.service().getMethods().stream().map(MethodDescriptor::getName),
            Ecr.API.service().getMethods().stream().map(method -> ECR + method.getName()))
        .toList();
  }

  /**
   * Reads an operation's input.
   *
   * @throws CommandFailure naming the member that is wrong
   */
  static Message read(Operation operation, byte[] json) {
    return switch (Api.of(operation).transcoder().read(operation, json)) {
      case Reading.Read(Message message) -> message;
      case Reading.Refused(var error) ->
          throw CommandFailure.failed(error.type() + ": " + error.message(), "Nothing was sent.");
    };
  }

  /** Prints a message over several lines. */
  static void print(Message message) {
    print(ECS.transcoder().write(message));
  }

  /** Prints an operation's serialized output over several lines. */
  static void print(Operation operation, byte[] output) {
    print(Api.of(operation).transcoder().write(operation, output));
  }

  /** Prints a message on one line: what streams are made of. */
  static void printLine(Message message) {
    System.out.println(new String(ECS.transcoder().write(message), UTF_8));
  }

  private static void print(byte[] json) {
    System.out.println(indented(json));
  }

  static String indented(byte[] json) {
    JsonFactory factory = new JsonFactory();
    java.io.StringWriter text = new java.io.StringWriter();
    try (JsonParser parser = factory.createParser(json);
        JsonGenerator generator = factory.createGenerator(text)) {
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
      generator.setPrettyPrinter(printer);
      parser.nextToken();
      generator.copyCurrentStructure(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write JSON", e);
    }
    return text.toString();
  }
}
