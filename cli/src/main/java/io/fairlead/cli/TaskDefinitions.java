package io.fairlead.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.ecs.RegisterTaskDefinitionRequest;
import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.json.Operation;
import java.nio.file.Path;

/** Registers task definitions from files, unmodified: the input of RegisterTaskDefinition. */
record TaskDefinitions(Client client) {

  TaskDefinition register(Path file) {
    return register(read(JsonInput.file(file)));
  }

  TaskDefinition register(RegisterTaskDefinitionRequest request) {
    return client.ecs().registerTaskDefinition(request).getTaskDefinition();
  }

  static RegisterTaskDefinitionRequest read(byte[] json) {
    Operation operation = ApiJson.operation("RegisterTaskDefinition").orElseThrow();
    try {
      return RegisterTaskDefinitionRequest.parseFrom(ApiJson.read(operation, json).toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("one message, two readers", e);
    }
  }
}
