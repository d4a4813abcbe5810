package io.fairlead.cli.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.stream.Collectors;

/** What is wrong with a YAML file, in words: where, and what there might be. */
final class YamlTrouble {
  private YamlTrouble() {}

  /** To be read behind the file's name: {@code :3: services[0]: there is no member nme; ...}. */
  static String words(JsonProcessingException failure) {
    return line(failure) + ": " + what(failure);
  }

  /** What is unknown is told when the parser is past it: its path says where it is. */
  private static String line(JsonProcessingException failure) {
    boolean past = failure instanceof UnrecognizedPropertyException;
    return past || failure.getLocation() == null ? "" : ":" + failure.getLocation().getLineNr();
  }

  private static String what(JsonProcessingException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          parent(unknown)
              + "there is no member "
              + unknown.getPropertyName()
              + "; there are: "
              + names(unknown.getKnownPropertyIds());
      case JsonMappingException wrong -> path(wrong) + wrong.getOriginalMessage();
      default -> failure.getOriginalMessage();
    };
  }

  private static String names(Collection<Object> members) {
    return members.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String path(JsonMappingException wrong) {
    String path =
        wrong.getPath().stream()
            .map(
                it ->
                    it.getFieldName() == null ? "[" + it.getIndex() + "]" : "." + it.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "" : path.replaceFirst("^\\.", "") + ": ";
  }

  /** Of what the member is none. */
  private static String parent(UnrecognizedPropertyException unknown) {
    String path = path(unknown);
    String member = unknown.getPropertyName() + ": ";
    String above =
        path.endsWith(member) ? path.substring(0, path.length() - member.length()) : path;
    return above.isEmpty() ? "" : above.replaceFirst("\\.$", "") + ": ";
  }
}
