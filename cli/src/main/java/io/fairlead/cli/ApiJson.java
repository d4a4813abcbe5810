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
import io.fairlead.proto.ecs.EcsProto;
import io.fairlead.proto.json.Operation;
import io.fairlead.proto.json.Transcoder;
import io.fairlead.proto.json.Transcoder.Reading;
import io.fairlead.proto.wire.WireProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Messages as the JSON of the AWS API, by the same rules as the gateway's HTTP side. */
final class ApiJson {
  private static final ServiceDescriptor ECS = EcsProto.getDescriptor().findServiceByName("ECS");
  private static final Transcoder TRANSCODER = new Transcoder(List.of(ECS));

  private ApiJson() {}

  /** The operation of this name, upper and lower case and hyphens regardless: run-task, RunTask. */
  static Optional<Operation> operation(String name) {
    String plain = name.replace("-", "");
    String prefix = ECS.getOptions().getExtension(WireProto.targetPrefix) + ".";
    return ECS.getMethods().stream()
        .map(MethodDescriptor::getName)
        .filter(known -> known.equalsIgnoreCase(plain))
        .findFirst()
        .flatMap(known -> TRANSCODER.operation(prefix + known));
  }

  static List<String> operations() {
    return ECS.getMethods().stream().map(MethodDescriptor::getName).toList();
  }

  /**
   * Reads an operation's input.
   *
   * @throws CommandFailure naming the member that is wrong
   */
  static Message read(Operation operation, byte[] json) {
    return switch (TRANSCODER.read(operation, json)) {
      case Reading.Read(Message message) -> message;
      case Reading.Refused(var error) ->
          throw CommandFailure.failed(error.type() + ": " + error.message(), "Nothing was sent.");
    };
  }

  /** Prints a message over several lines. */
  static void print(Message message) {
    print(TRANSCODER.write(message));
  }

  /** Prints an operation's serialized output over several lines. */
  static void print(Operation operation, byte[] output) {
    print(TRANSCODER.write(operation, output));
  }

  /** Prints a message on one line: what streams are made of. */
  static void printLine(Message message) {
    System.out.println(new String(TRANSCODER.write(message), UTF_8));
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
