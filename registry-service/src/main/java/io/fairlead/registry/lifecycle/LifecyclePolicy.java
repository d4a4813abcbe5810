package io.fairlead.registry.lifecycle;

import java.util.List;

/**
 * What is to become of the images of a repository.
 *
 * @param rules in the order of their priority
 */
public record LifecyclePolicy(List<LifecycleRule> rules) {}
