package io.fairlead.cli.checker;

import java.time.Instant;

/**
 * A rule that did not hold for longer than it may.
 *
 * @param subject ARN of a task, name of an instance or of a service
 * @param since when it was first seen not to hold
 * @param detail what was seen
 */
public record Finding(Rule rule, String subject, Instant since, String detail) {}
