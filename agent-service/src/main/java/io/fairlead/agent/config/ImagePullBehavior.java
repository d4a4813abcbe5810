package io.fairlead.agent.config;

/**
 * When an image is pulled: the values of ECS_IMAGE_PULL_BEHAVIOR, with the meaning that the ECS
 * agent gives them.
 */
public enum ImagePullBehavior {
  /** Pull; where that fails, use the image that is there. */
  DEFAULT,
  /** Pull; where that fails, the task fails. */
  ALWAYS,
  /** Pull unless this agent has pulled the image before. */
  ONCE,
  /** Pull only where the image is not there. */
  PREFER_CACHED
}
