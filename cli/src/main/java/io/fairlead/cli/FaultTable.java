package io.fairlead.cli;

import java.util.List;

/** Faults as the lab tells them: number, fault, subject, value, beginning and end. */
final class FaultTable {
  private FaultTable() {}

  static void print(List<String> faults) {
    Table table = new Table("NUMBER", "FAULT", "TARGET", "VALUE", "BEGAN", "HEALS");
    faults.forEach(fault -> table.row(fault.split(" ")));
    table.print(System.out);
  }
}
