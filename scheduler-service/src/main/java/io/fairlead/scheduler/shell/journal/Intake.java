package io.fairlead.scheduler.shell.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How stored rows of one kind come into the state, in two steps, as there may be a million.
 *
 * @param reading reads the bytes of a record, of an array, for as long as the call lasts; in a
 *     thread of its own, some rows ahead of the one that takes them
 * @param taking folds them in, in the thread that loads
 * @param <R> a row that was read
 */
public record Intake<R>(Function<ByteBuffer, R> reading, Consumer<List<R>> taking) {}
