package io.fairlead.generator;

import java.nio.file.Path;
import java.util.List;

/**
 * One API to generate: where its model lies, and what its definitions are called.
 *
 * @param model path of the model below the project's root
 * @param proto path of the generated file below the project's root
 * @param protoPackage Protobuf package
 * @param javaPackage Java package of the generated classes
 * @param outerClass Java class that holds the file's descriptor
 * @param service name of the gRPC service
 */
public record Api(
    Path model,
    Path proto,
    String protoPackage,
    String javaPackage,
    String outerClass,
    String service) {

  /** Every API that the project generates. */
  public static final List<Api> ALL =
      List.of(
          new Api(
              Path.of("proto/ecs/src/main/model/ecs.json"),
              Path.of("proto/ecs/src/main/protobuf/fairlead/ecs/v1/ecs.proto"),
              "fairlead.ecs.v1",
              "io.fairlead.proto.ecs",
              "EcsProto",
              "ECS"),
          new Api(
              Path.of("proto/ecr/src/main/model/ecr.json"),
              Path.of("proto/ecr/src/main/protobuf/fairlead/ecr/v1/ecr.proto"),
              "fairlead.ecr.v1",
              "io.fairlead.proto.ecr",
              "EcrProto",
              "ECR"));
}
