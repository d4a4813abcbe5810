package io.fairlead.registry.catalog;

import java.time.Instant;

/** A repository as the database has it. */
public record RepositoryRow(long id, String name, Instant createdAt, TagMutability mutability) {}
