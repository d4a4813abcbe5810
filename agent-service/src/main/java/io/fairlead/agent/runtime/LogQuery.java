package io.fairlead.agent.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which output is wanted.
 *
 * @param follow go on with what is written later
 * @param tail the last lines only; null for all
 * @param since nothing older; null for all
 * @param timestamps begin each line with its time in RFC 3339
 */
public record LogQuery(
    boolean follow, @Nullable Integer tail, @Nullable Instant since, boolean timestamps) {}
