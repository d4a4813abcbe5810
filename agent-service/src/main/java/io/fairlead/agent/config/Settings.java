package io.fairlead.agent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Typed access to named values; each reader throws {@link InvalidSetting} with the name of the
 * variable.
 */
record Settings(Map<String, String> values) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  <T> Optional<T> read(String name, String expected, Function<String, Optional<T>> parser) {
    return text(name)
        .map(
            text -> parser.apply(text).orElseThrow(() -> new InvalidSetting(name, text, expected)));
  }

  Duration duration(String name, Duration fallback) {
    return read(name, "expected a duration such as 30s, 10m or 3h", GoDuration::parse)
        .orElse(fallback);
  }

  HostPort address(String name, HostPort fallback) {
    return read(name, "expected host:port", HostPort::parse).orElse(fallback);
  }

  Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  boolean flag(String name, boolean fallback) {
    return read(name, "expected true or false", Settings::parseFlag).orElse(fallback);
  }

  int number(String name, int fallback, int least, int most) {
    String expected = "expected a whole number from " + least + " to " + most;
    return read(name, expected, text -> parseNumber(text, least, most)).orElse(fallback);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    Map<String, E> choices =
        Stream.of(type.getEnumConstants())
            .collect(
                Collectors.toMap(
                    Settings::spelling, Function.identity(), (a, _) -> a, LinkedHashMap::new));
    return read(
            name,
            "expected one of " + choices.keySet(),
            text -> Optional.ofNullable(choices.get(text)))
        .orElse(fallback);
  }

  List<Integer> ports(String name, List<Integer> fallback) {
    return list(
            name,
            "expected a JSON list of ports such as [22, 2375]",
            node -> node.isInt() && node.intValue() > 0 && node.intValue() < 65536)
        .map(nodes -> nodes.map(JsonNode::intValue).toList())
        .orElse(fallback);
  }

  List<String> names(String name, List<String> fallback) {
    return list(name, "expected a JSON list of names such as [\"json-file\"]", JsonNode::isTextual)
        .map(nodes -> nodes.map(JsonNode::textValue).toList())
        .orElse(fallback);
  }

  Map<String, String> pairs(String name) {
    return read(
            name,
            "expected a JSON object of strings such as {\"stack\": \"prod\"}",
            Settings::parsePairs)
        .orElse(Map.of());
  }

  private Optional<Stream<JsonNode>> list(
      String name, String expected, java.util.function.Predicate<JsonNode> element) {
    return read(
        name,
        expected,
        text ->
            json(text)
                .filter(JsonNode::isArray)
                .filter(all -> stream(all).allMatch(element))
                .map(Settings::stream));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, String>> parsePairs(String text) {
    return json(text)
        .filter(JsonNode::isObject)
        .filter(object -> stream(object).allMatch(JsonNode::isTextual))
        .map(Settings::toMap);
  }

  private static Map<String, String> toMap(JsonNode object) {
    Map<String, String> map = new LinkedHashMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().textValue()));
    return map;
  }

  private static Optional<Boolean> parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> parseNumber(String text, int least, int most) {
    return Optional.of(text)
        .filter(digits -> digits.matches("\\d{1,9}"))
        .map(Integer::valueOf)
        .filter(number -> number >= least && number <= most);
  }

  private static String spelling(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
