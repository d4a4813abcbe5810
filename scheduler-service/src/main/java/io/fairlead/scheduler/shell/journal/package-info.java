/**
 * What is durable: the journal that the shard's owner writes, and the history that anyone reads.
 */
@NullMarked
package io.fairlead.scheduler.shell.journal;

import org.jspecify.annotations.NullMarked;
