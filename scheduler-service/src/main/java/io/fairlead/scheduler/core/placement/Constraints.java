package io.fairlead.scheduler.core.placement;

import io.fairlead.proto.ecs.PlacementConstraint;
import io.fairlead.proto.ecs.PlacementConstraintType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an instance must meet beside having room.
 *
 * @param distinctInstance no task of the same group may run there
 * @param memberOf expressions that must all hold
 */
record Constraints(boolean distinctInstance, List<Expression> memberOf) {

  /** Reads constraints that {@link #complaint} has let pass; a malformed one admits no instance. */
  static Constraints of(List<PlacementConstraint> constraints) {
    boolean distinct = false;
    List<Expression> expressions = new ArrayList<>();
    for (PlacementConstraint constraint : constraints) {
      switch (constraint.getType()) {
        case PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE -> distinct = true;
        case PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF,
            PLACEMENT_CONSTRAINT_TYPE_UNSPECIFIED,
            UNRECOGNIZED ->
            expressions.add(
                switch (Expression.parse(constraint.getExpression())) {
                  case Expression.Valid valid -> valid.expression();
                  case Expression.Malformed malformed -> new Expression.Or(List.of());
                });
      }
    }
    return new Constraints(distinct, expressions);
  }

  /** What is wrong with a constraint, in words for the caller; empty where nothing is. */
  static Optional<String> complaint(PlacementConstraint constraint) {
    if (constraint.getType()
        == PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_DISTINCT_INSTANCE) {
      return constraint.getExpression().isEmpty()
          ? Optional.empty()
          : Optional.of("placementConstraints: distinctInstance takes no expression.");
    }
    if (constraint.getType() != PlacementConstraintType.PLACEMENT_CONSTRAINT_TYPE_MEMBER_OF) {
      return Optional.of("placementConstraints: type must be distinctInstance or memberOf.");
    }
    return switch (Expression.parse(constraint.getExpression())) {
      case Expression.Valid valid -> Optional.empty();
      case Expression.Malformed malformed ->
          Optional.of(
              "placementConstraints: the expression '"
                  + constraint.getExpression()
                  + "' "
                  + malformed.why()
                  + ".");
    };
  }
}
