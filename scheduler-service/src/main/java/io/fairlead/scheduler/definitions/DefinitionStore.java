package io.fairlead.scheduler.definitions;

import io.fairlead.proto.ecs.TaskDefinition;
import io.fairlead.proto.state.TaskDefinitionRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Where the revisions of task definitions are kept. Safe for several schedulers at once. */
public interface DefinitionStore {

  /** Adds the next revision of a family; numbers are never given twice, deleted ones included. */
  TaskDefinitionRecord add(String family, IntFunction<TaskDefinitionRecord> revision);

  Optional<TaskDefinitionRecord> find(String family, int revision);

  Optional<TaskDefinitionRecord> latestActive(String family);

  /** Changes one revision while nobody else does; empty where it does not exist. */
  Optional<TaskDefinitionRecord> update(
      String family, int revision, UnaryOperator<TaskDefinitionRecord> change);

  /**
   * ARNs of revisions, ordered by family and revision.
   *
   * @param family only those of that family; empty for all
   * @param status the name of the status they must have
   * @param descending latest first
   * @param after leaves out this one and all before it in that order
   */
  List<TaskDefinition> list(
      Optional<String> family,
      String status,
      boolean descending,
      Optional<RevisionName> after,
      int limit);

  /**
   * Names of families in order.
   *
   * @param prefix what they begin with
   * @param status ACTIVE for those with an ACTIVE revision, INACTIVE for those with none, ALL
   * @param after leaves out this one and all before it
   */
  List<String> families(String prefix, String status, String after, int limit);
}
