package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import io.fairlead.proto.ecs.TaskDefinitionPlacementConstraint;
import java.util.List;

/** A task definition's placement constraints in the form that calls give theirs. */
public final class DefinitionConstraints {
  private DefinitionConstraints() {}

  public static List<PlacementConstraint> of(List<TaskDefinitionPlacementConstraint> constraints) {
    return constraints.stream().map(constraint -> memberOf(constraint.getExpression())).toList();
  }

  /** That the expression of the cluster query language holds. */
  static PlacementConstraint memberOf(String expression) {
    return PlacementConstraint.newBuilder()
        .setType(PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF)
        .setExpression(expression)
        .build();
  }
}
