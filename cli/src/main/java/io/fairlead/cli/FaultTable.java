package io.fairlead.cli;

import io.fairlead.proto.faults.Fault;
import java.util.List;

/** Faults as a table. */
final class FaultTable {
  private static final String NONE = "-";

  private FaultTable() {}

  static void print(List<Fault> faults) {
    Table table = new Table("NUMBER", "FAULT", "TARGET", "VALUE", "BEGAN", "HEALS");
    for (Fault fault : faults) {
      table.row(
          Integer.toString(fault.getNumber()),
          fault.getFault(),
          fault.getTarget(),
          fault.getValue().isEmpty() ? NONE : fault.getValue(),
          Words.time(fault.getBegunAt()),
          fault.hasHealsAt() ? Words.time(fault.getHealsAt()) : NONE);
    }
    table.print(System.out);
  }
}
