package io.fairlead.scheduler.shell.journal;

import io.fairlead.scheduler.simulation.MemoryStore;

/** The simulator's store keeps to the contract of the real one. */
class MemoryJournalTest extends JournalContract {
  private MemoryStore store = new MemoryStore();

  @Override
  Journal journal() {
    store = new MemoryStore();
    return store;
  }

  @Override
  History history() {
    return store;
  }
}
