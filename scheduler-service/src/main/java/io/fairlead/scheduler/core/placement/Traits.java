package io.fairlead.scheduler.core.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the index asks of each instance's record: which eligibilities it meets, and its values of
 * the fields that tasks are spread over. The answers stay until the record changes, and instances
 * that give the same answers are alike to it.
 */
final class Traits {
  /** As many as a mask has bits. */
  static final int MOST_ELIGIBILITIES = Long.SIZE;

  /** As many values as a number of 32 bits can hold side by side. */
  static final int MOST_FIELDS = 4;

  private static final int VALUE_BITS = 8;
  private static final int MOST_VALUES = 1 << VALUE_BITS;
  private static final int MOST_WIDE = 64;

  private final List<Eligibility> eligibilities = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final List<Map<String, Integer>> values = new ArrayList<>();
  // Fields with more values than are told apart here.
  private final Set<String> wide = new HashSet<>();

  /** The value of a field, by the order in which its values were first seen. */
  static int value(int values, int field) {
    return (values >>> (field * VALUE_BITS)) & (MOST_VALUES - 1);
  }

  /** The eligibility's bit; negative where it is not asked. */
  int bit(Eligibility eligibility) {
    return eligibilities.indexOf(eligibility);
  }

  /** The field's number; negative where it is not asked. */
  int field(String name) {
    return fields.indexOf(name);
  }

  boolean isWide(String field) {
    return wide.contains(field);
  }

  /** Asks one more eligibility; there must be room. */
  void ask(Eligibility eligibility, Collection<Place> places) {
    long bit = 1L << eligibilities.size();
    eligibilities.add(eligibility);
    for (Place place : places) {
      place.mask |= meets(place, eligibility) ? bit : 0;
    }
  }

  private static boolean meets(Place place, Eligibility eligibility) {
    return eligibility.obstacle(place).isEmpty();
  }

  /** Asks one more field, unless that shows it to be wide; there must be room. */
  void ask(String field, Collection<Place> places) {
    fields.add(field);
    values.add(new HashMap<>());
    if (!places.stream().allMatch(this::describeValues)) {
      fields.removeLast();
      values.removeLast();
      places.forEach(this::describeValues);
    }
  }

  /** Asks an instance everything. False where that shows a field to be wide. */
  boolean describe(Place place) {
    place.mask = 0;
    for (int bit = 0; bit < eligibilities.size(); bit++) {
      place.mask |= meets(place, eligibilities.get(bit)) ? 1L << bit : 0;
    }
    return describeValues(place);
  }

  private boolean describeValues(Place place) {
    int packed = 0;
    for (int field = 0; field < fields.size(); field++) {
      Map<String, Integer> known = values.get(field);
      String value = Strategies.value(fields.get(field), place);
      int number = known.computeIfAbsent(value, each -> known.size());
      if (number == MOST_VALUES) {
        widen(fields.get(field));
        return false;
      }
      packed |= number << (field * VALUE_BITS);
    }
    place.values = packed;
    return true;
  }

  private void widen(String field) {
    if (wide.size() == MOST_WIDE) {
      wide.clear();
    }
    wide.add(field);
  }

  boolean hasRoomForEligibility() {
    return eligibilities.size() < MOST_ELIGIBILITIES;
  }

  boolean hasRoomForField() {
    return fields.size() < MOST_FIELDS;
  }

  /** Asks nothing any more. */
  void forget(Collection<Place> places) {
    eligibilities.clear();
    fields.clear();
    values.clear();
    for (Place place : places) {
      place.mask = 0;
      place.values = 0;
    }
  }
}
