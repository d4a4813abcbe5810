package io.fairlead.scheduler.core;

import io.fairlead.proto.ecs.DeploymentConfiguration;

/**
 * Between which counts a service's tasks must stay while they are exchanged.
 *
 * @param min tasks that must serve, as far as the scheduler can help it
 * @param max tasks that may exist at once, starting and stopping ones among them
 */
record DeploymentLimits(int min, int max) {

  /** The counts for a desired count; the minimum is rounded up and the maximum down, as in ECS. */
  static DeploymentLimits of(int desired, DeploymentConfiguration configuration) {
    long min = (long) desired * configuration.getMinimumHealthyPercent();
    long max = (long) desired * configuration.getMaximumPercent();
    return new DeploymentLimits((int) ((min + 99) / 100), (int) (max / 100));
  }
}
