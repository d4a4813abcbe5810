package io.fairlead.proto;

/** Names of the Kafka topics; the values of all are protobuf. */
public final class Topics {
  /** {@code Assignment}: scheduler to the agent, by the partition of its container instance. */
  public static final String ASSIGNMENTS = "fairlead.assignments";

  /** {@code Observation}: agents to the owner of the shard, whose number is the partition's. */
  public static final String OBSERVATIONS = "fairlead.observations";

  /** {@code UsageSample}: agents to whoever scales. */
  public static final String METRICS = "fairlead.metrics";

  /** {@code ClusterEvent}: scheduler to watches and integrations. */
  public static final String EVENTS = "fairlead.events";

  /** {@code ImageAction}: registry to whoever cares what became of images, by repository. */
  public static final String IMAGES = "fairlead.images";

  /** {@code AuditRecord}: gateways to the audit trail in their database, by account. */
  public static final String AUDIT = "fairlead.audit";

  /**
   * Records of any topic that could not be read, with their topic, partition, offset and error as
   * headers.
   */
  public static final String DEAD_LETTERS = "fairlead.dead-letters";

  private Topics() {}

  /** The partition, or shard, of a key: stable across processes and versions. */
  public static int partition(String key, int partitions) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x01000193;
    }
    return Math.floorMod(hash, partitions);
  }
}
