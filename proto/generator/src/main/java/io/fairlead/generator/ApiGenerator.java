package io.fairlead.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the Protobuf file of every API in {@link Api#ALL} from its model. */
public final class ApiGenerator {

  /** How to run it, from the project's root. */
  public static final String COMMAND = "./mvnw -q -pl proto/generator compile exec:java";

  private ApiGenerator() {}

  /**
   * Regenerates all files.
   *
   * @param args the project's root folder
   */
  public static void main(String[] args) throws IOException {
    var root = Path.of(args[0]).toRealPath();
    for (var api : Api.ALL) {
      var file = root.resolve(api.proto());
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, generate(root, api));
      System.out.println(root.relativize(file) + " written from " + api.model());
    }
  }

  /**
   * The text of an API's file; nothing is written.
   *
   * @param root the project's root folder
   */
  public static String generate(Path root, Api api) throws IOException {
    var file = root.resolve(api.proto());
    var before = Files.exists(file) ? Files.readString(file) : "";
    return ProtoFile.text(api, Model.read(root.resolve(api.model())), before);
  }
}
