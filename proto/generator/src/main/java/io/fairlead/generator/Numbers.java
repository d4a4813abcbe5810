package io.fairlead.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The numbers that an earlier run gave to fields and enum values, read back from the generated
 * file. A number once given stays with its name and type for good; what has left the API is
 * reserved, so that old bytes are never read as something else.
 */
final class Numbers {

  private static final Pattern BLOCK = Pattern.compile("(?:message|enum) (\\w+) \\{");
  private static final Pattern RESERVED = Pattern.compile("  reserved ([\\d, ]+);");
  private static final Pattern ENTRY =
      Pattern.compile("  (?:(?:optional )?(\\S.*?) )?(\\w+) = (\\d+)(?:;| \\[.*)");

  /** A field or an enum value; the type of an enum value is empty. */
  record Entry(String name, String type) {}

  /** Numbers of one message or enum. */
  record Block(Map<Entry, Integer> given, TreeSet<Integer> reserved) {}

  /** What a message or enum now holds, by number, and what it must not use. */
  record Assigned(TreeMap<Integer, Entry> entries, List<Integer> reserved) {}

  private final Map<String, Block> blocks;

  private Numbers(Map<String, Block> blocks) {
    this.blocks = blocks;
  }

  /** Reads a file of the layout that {@link ProtoText} writes; an empty text gives no numbers. */
  static Numbers of(String proto) {
    var blocks = new LinkedHashMap<String, Block>();
    var current = new Block(new LinkedHashMap<>(), new TreeSet<>());
    for (var line : proto.lines().toList()) {
      var block = BLOCK.matcher(line);
      var reserved = RESERVED.matcher(line);
      var entry = ENTRY.matcher(line);
      if (block.lookingAt()) {
        current = new Block(new LinkedHashMap<>(), new TreeSet<>());
        blocks.put(block.group(1), current);
      } else if (reserved.matches()) {
        Arrays.stream(reserved.group(1).split(", "))
            .map(Integer::valueOf)
            .forEach(current.reserved()::add);
      } else if (entry.matches() && !EmptyMembers.wrote(line)) {
        var type = entry.group(1) == null ? "" : entry.group(1);
        current.given().put(new Entry(entry.group(2), type), Integer.valueOf(entry.group(3)));
      }
    }
    return new Numbers(blocks);
  }

  /**
   * Gives each entry its earlier number, or the next one that was never used.
   *
   * @param first number of the first entry of a new block: 1 for messages, 0 for enums
   */
  Assigned assign(String block, List<Entry> entries, int first) {
    var before = blocks.getOrDefault(block, new Block(Map.of(), new TreeSet<>()));
    var used = new TreeSet<>(before.reserved());
    used.addAll(before.given().values());
    var assigned = new TreeMap<Integer, Entry>();
    var fresh = new ArrayList<Entry>();
    for (var entry : entries) {
      var number = before.given().get(entry);
      if (number == null) {
        fresh.add(entry);
      } else {
        assigned.put(number, entry);
      }
    }
    var next = used.isEmpty() ? first : used.last() + 1;
    for (var entry : fresh) {
      assigned.put(next++, entry);
    }
    used.removeAll(assigned.keySet());
    return new Assigned(assigned, List.copyOf(used));
  }
}
