package io.fairlead.gateway.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which records are asked for, newest first; what is empty leaves the choice open.
 *
 * @param since calls at or after it
 * @param until calls before it
 * @param after leaves out this place and all that is newer
 * @param limit at most so many
 */
record AuditQuery(
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<String> principal,
    Optional<String> operation,
    Optional<String> cluster,
    Optional<String> requestId,
    Optional<AuditPlace> after,
    int limit) {}
