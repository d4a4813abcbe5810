package io.fairlead.cli.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.fairlead.cli.checker.Rule;
import io.fairlead.cli.load.Mix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** Reads scenarios from YAML; what is wrong is said with its line and its member. */
public final class ScenarioFile {
  private static final ObjectReader READER =
      YAMLMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, text(Duration.class, Spans::span))
                  .addDeserializer(Spans.class, text(Spans.class, Spans::parse))
                  .addDeserializer(Mix.class, text(Mix.class, Mix::parse))
                  .addDeserializer(Rule.class, text(Rule.class, Rule::of)))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(Scenario.class);

  private ScenarioFile() {}

  /** Nothing else is text, so that a wrong one is told with what is right. */
  private static <T> FromStringDeserializer<T> text(Class<T> type, Function<String, T> parse) {
    return new FromStringDeserializer<>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      protected T _deserialize(String text, DeserializationContext context) throws IOException {
        try {
          return parse.apply(text);
        } catch (IllegalArgumentException e) {
          throw JsonMappingException.from(context, e.getMessage());
        }
      }
    };
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException saying what is wrong and where
   */
  public static Scenario read(Path file) throws IOException {
    return parse(Files.readString(file), file.getFileName().toString());
  }

  static Scenario parse(String yaml, String file) throws IOException {
    try {
      Scenario scenario = READER.readValue(yaml);
      return scenario.checked();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + YamlTrouble.words(e), e);
    }
  }
}
