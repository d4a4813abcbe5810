package io.fairlead.cli.checker;

/**
 * A rule that does not hold.
 *
 * @param subject ARN of a task, name of an instance or of a service
 * @param instance ARN of the instance where; empty where none has a part in it
 * @param detail what was seen
 */
record Breach(Rule rule, String subject, String instance, String detail) {}
