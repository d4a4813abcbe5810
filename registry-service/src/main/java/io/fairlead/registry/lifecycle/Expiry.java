package io.fairlead.registry.lifecycle;

/**
 * An image that goes.
 *
 * @param priority of the rule that it goes by
 */
public record Expiry(ImageRecord image, int priority) {}
