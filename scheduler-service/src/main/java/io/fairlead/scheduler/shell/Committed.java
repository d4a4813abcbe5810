package io.fairlead.scheduler.shell;

import java.util.List;

/**
 * A batch that is durable.
 *
 * @param lastSeq position of its last change
 * @param messages in the order of the changes that they come from
 */
public record Committed(long lastSeq, List<Message> messages) {}
