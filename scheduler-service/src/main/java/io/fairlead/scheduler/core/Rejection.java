package io.fairlead.scheduler.core;

import java.util.Map;

/**
 * Why a call is refused.
 *
 * @param message names the member and the remedy
 * @param members further members of the API's exception, e.g. {@code resourceIds}
 */
public record Rejection(Type type, String message, Map<String, String> members) {

  public Rejection(Type type, String message) {
    this(type, message, Map.of());
  }

  /** A refusal because of a member's value. */
  public static Rejection invalid(String message) {
    return new Rejection(Type.INVALID_PARAMETER, message);
  }

  /** A refusal because the member's feature does not exist yet. */
  public static Rejection unsupported(String member) {
    return new Rejection(
        Type.UNSUPPORTED_FEATURE,
        member + " is not supported by this version of Fairlead; leave it out.");
  }

  /** The exceptions of the ECS API. */
  public enum Type {
    ACCESS_DENIED("AccessDeniedException"),
    ATTRIBUTE_LIMIT_EXCEEDED("AttributeLimitExceededException"),
    BLOCKED("BlockedException"),
    CLIENT("ClientException"),
    CLUSTER_CONTAINS_CONTAINER_INSTANCES("ClusterContainsContainerInstancesException"),
    CLUSTER_CONTAINS_SERVICES("ClusterContainsServicesException"),
    CLUSTER_CONTAINS_TASKS("ClusterContainsTasksException"),
    CLUSTER_NOT_FOUND("ClusterNotFoundException"),
    CONFLICT("ConflictException"),
    INVALID_PARAMETER("InvalidParameterException"),
    LIMIT_EXCEEDED("LimitExceededException"),
    RESOURCE_NOT_FOUND("ResourceNotFoundException"),
    SERVER("ServerException"),
    SERVICE_NOT_ACTIVE("ServiceNotActiveException"),
    SERVICE_NOT_FOUND("ServiceNotFoundException"),
    TARGET_NOT_FOUND("TargetNotFoundException"),
    THROTTLING("ThrottlingException"),
    UNKNOWN_OPERATION("UnknownOperationException"),
    UNSUPPORTED_FEATURE("UnsupportedFeatureException"),
    UPDATE_IN_PROGRESS("UpdateInProgressException");

    private final String exception;

    Type(String exception) {
      this.exception = exception;
    }

    /** The name of the API's exception. */
    public String exception() {
      return exception;
    }
  }
}
