package io.fairlead.scheduler.shell;

import io.fairlead.scheduler.shell.journal.Entry;
import java.util.List;
import java.util.function.Consumer;

/**
 * The outcome of one input or look, which waits to be durable.
 *
 * @param entries what it changes, all or none of it
 * @param messages what must be told to the world afterwards
 * @param durable runs once everything up to here is durable
 * @param failed runs instead if it is lost, or if that is unknown
 */
record Step(
    List<Entry> entries, List<Message> messages, Runnable durable, Consumer<Throwable> failed) {}
