package io.fairlead.proto;

/**
 * The region and account of an installation, from which the ARNs of its ECS resources are made.
 *
 * @param region e.g. {@code us-east-1}
 * @param account twelve digits
 */
public record Realm(String region, String account) {

  public String cluster(String name) {
    return ecs("cluster", name);
  }

  public String taskDefinition(String family, int revision) {
    return ecs("task-definition", family + ":" + revision);
  }

  public String task(String cluster, String id) {
    return ecs("task", cluster + "/" + id);
  }

  public String container(String cluster, String task, String id) {
    return ecs("container", cluster + "/" + task + "/" + id);
  }

  public String service(String cluster, String name) {
    return ecs("service", cluster + "/" + name);
  }

  public String containerInstance(String cluster, String id) {
    return ecs("container-instance", cluster + "/" + id);
  }

  private String ecs(String type, String path) {
    return new Arn("ecs", region, account, type, path).toString();
  }
}
