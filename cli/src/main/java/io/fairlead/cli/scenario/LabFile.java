package io.fairlead.cli.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A lab as a file describes it.
 *
 * @param instances the real ones
 * @param simulated how many simulated ones stand beside them
 */
public record LabFile(List<Instance> instances, Integer simulated) {
  private static final int MOST_INSTANCES = 100;
  private static final int MOST_SIMULATED = 10_000;
  private static final ObjectReader READER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(LabFile.class);

  public LabFile {
    instances = Members.or(instances, List.of());
    simulated = Members.or(simulated, 0);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException saying what is wrong and where
   */
  public static LabFile read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      return READER.<LabFile>readValue(Files.readString(file)).checked();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + YamlTrouble.words(e), e);
    }
  }

  private LabFile checked() {
    Members.hold(
        !instances.isEmpty() && instances.size() <= MOST_INSTANCES,
        "instances",
        "needs 1 to " + MOST_INSTANCES);
    Members.each("instances", instances, Instance::check);
    Members.hold(
        instances.stream().map(Instance::name).distinct().count() == instances.size(),
        "instances",
        "has two of the same name");
    Members.hold(
        simulated >= 0 && simulated <= MOST_SIMULATED,
        "simulated",
        "must lie between 0 and " + MOST_SIMULATED);
    return this;
  }

  /**
   * A real instance.
   *
   * @param zone its attribute {@code ecs.availability-zone}
   * @param type its attribute {@code ecs.instance-type}
   * @param cpu cores
   * @param memory such as {@code 512MiB}
   * @param disk the same
   * @param attributes more of them, by name
   */
  public record Instance(
      String name,
      String zone,
      String type,
      Double cpu,
      String memory,
      String disk,
      Map<String, String> attributes) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,11}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._/-]{1,128}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,7})(MiB|GiB)");
    private static final double LEAST_CPU = 0.125;
    private static final int LEAST_MEBIBYTES = 64;
    private static final int CPU_UNITS = 1024;
    private static final List<String> OWN =
        List.of("name", "ecs.availability-zone", "ecs.instance-type");

    public Instance {
      zone = Members.or(zone, "us-east-1a");
      type = Members.or(type, "lab");
      cpu = Members.or(cpu, 1.0);
      memory = Members.or(memory, "1GiB");
      disk = Members.or(disk, "10GiB");
      attributes = new TreeMap<>(Members.or(attributes, Map.of()));
    }

    void check(String path) {
      Members.require(name, path + "name");
      Members.hold(
          NAME.matcher(name).matches(),
          path + "name",
          "must be two to twelve of a-z, 0-9 and -, the first a letter, not " + name);
      word(path + "zone", zone);
      word(path + "type", type);
      Members.hold(
          cpu >= LEAST_CPU && cpu <= CPU_UNITS, path + "cpu", "must be 0.125 cores or more");
      Members.hold(mebibytes(memory) >= LEAST_MEBIBYTES, path + "memory", size(memory));
      Members.hold(mebibytes(disk) >= LEAST_MEBIBYTES, path + "disk", size(disk));
      attributes.forEach(
          (key, value) -> {
            word(path + "attributes", key);
            Members.hold(
                !OWN.contains(key), path + "attributes", "has " + key + ", which is a member");
            Members.require(value, path + "attributes." + key);
            word(path + "attributes." + key, value);
          });
    }

    private static void word(String member, String value) {
      Members.hold(
          WORD.matcher(value).matches(),
          member,
          "must be 1 to 128 letters, digits and ._/-, not " + value);
    }

    private static String size(String given) {
      return "needs a size such as 512MiB or 2GiB, of 64MiB or more, not " + given;
    }

    private static long mebibytes(String size) {
      Matcher words = SIZE.matcher(size);
      if (!words.matches()) {
        return 0;
      }
      return Long.parseLong(words.group(1)) * (words.group(2).equals("GiB") ? 1024 : 1);
    }

    /**
     * Name, zone, type, CPU units, MiB of memory and disk, and the attributes as members of JSON.
     */
    String line() {
      return "instance %s %s %s %d %d %d %s"
          .formatted(
              name,
              zone,
              type,
              Math.round(cpu * CPU_UNITS),
              mebibytes(memory),
              mebibytes(disk),
              attributes.entrySet().stream()
                  .map(it -> "\"" + it.getKey() + "\":\"" + it.getValue() + "\"")
                  .collect(Collectors.joining(",")))
          .strip();
    }
  }

  /** A line for each instance, and {@code simulated N}: for the script that makes the lab. */
  public List<String> lines() {
    return Stream.concat(
            instances.stream().map(Instance::line), Stream.of("simulated " + simulated))
        .toList();
  }
}
