package io.fairlead.scheduler.core.packed;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packs records of one kind, and makes them whole again, byte for byte. Belongs to one thread; but
 * while it loads, another may pack what was serialized.
 *
 * @param <M> the kind of record
 */
public final class Records<M extends Message> {
  private final Layout layout;
  private final M empty;
  private final Splitter splitter;
  private final Stripper stripper;
  private final Joiner joiner;
  private final Stencils<M> stencils = new Stencils<>();
  private final Recent<M> recent;

  private Records(Layout layout, M empty, int remembered) {
    this.layout = layout;
    this.empty = empty;
    this.splitter = new Splitter(layout);
    this.stripper = new Stripper(layout);
    this.joiner = new Joiner(layout);
    this.recent = new Recent<>(remembered);
  }

  /** Tasks. */
  public static Records<TaskRecord> ofTasks() {
    return new Records<>(Layouts.TASK_RECORD, TaskRecord.getDefaultInstance(), 1024);
  }

  /** Container instances. */
  public static Records<InstanceRecord> ofInstances() {
    return new Records<>(Layouts.INSTANCE_RECORD, InstanceRecord.getDefaultInstance(), 256);
  }

  /** Packs a record; the same object gives the same result for a while. */
  public Packed<M> pack(M record, String arn) {
    int hash = Key.of(arn).hash();
    Packed<M> known = recent.packed(record, hash);
    if (known != null) {
      return known;
    }
    stencils.tidy();
    Packed<M> packed = pack(ByteBuffer.wrap(record.toByteArray()));
    recent.put(packed, record, hash);
    return packed;
  }

  /**
   * Packs a record that has been serialized.
   *
   * @param record its bytes, of an array
   */
  public Packed<M> pack(ByteBuffer record) {
    byte[] bytes = record.array();
    int from = record.arrayOffset() + record.position();
    int length = record.remaining();
    splitter.split(bytes, from, length);
    Stencil<M> stencil = stencils.get(splitter.shared);
    if (stencil == null) {
      stencil = stencils.add(splitter, shared(bytes, from, length));
    }
    return new Packed<>(stencil, splitter.own());
  }

  /** The same of a record that is kept from now on. */
  public Packed<M> keep(ByteBuffer record) {
    Packed<M> packed = pack(record);
    replace(null, packed);
    return packed;
  }

  // Not through the descriptors' reflection: to load a million tasks would take half a second more
  // in a JVM that is new to it.
  private M shared(byte[] record, int from, int length) {
    Bytes shared = stripper.strip(record, from, length);
    try {
      @SuppressWarnings("unchecked") // The parser of such messages makes one.
      M parsed = (M) empty.getParserForType().parseFrom(shared.array, 0, shared.size);
      return parsed;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no record", e);
    }
  }

  /** The record as it was packed. */
  public M unpack(Packed<M> packed) {
    int hash = packed.key().hash();
    M known = recent.record(packed, hash);
    if (known != null) {
      return known;
    }
    Bytes difference = joiner.difference(packed.stencil.bytes, packed.own);
    try {
      @SuppressWarnings("unchecked") // A builder of such messages builds one.
      M record =
          (M)
              packed.stencil.shared.toBuilder()
                  .mergeFrom(difference.array, 0, difference.size)
                  .build();
      recent.put(packed, record, hash);
      return record;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("packed wrongly: " + packed.arn(), e);
    }
  }

  /** The bytes of the record as it was packed. */
  public byte[] bytes(Packed<M> packed) {
    Bytes whole = joiner.whole(packed.stencil.bytes, packed.own);
    return Arrays.copyOf(whole.array, whole.size);
  }

  /** How many parts are known that records may share. */
  int stencils() {
    return stencils.size();
  }

  /**
   * Of an entity another record is kept from now on. What none that is kept shares is forgotten,
   * when it has become much.
   *
   * @param before null where the entity is new
   * @param after null where it is gone
   */
  public void replace(@Nullable Packed<M> before, @Nullable Packed<M> after) {
    if (after != null) {
      after.stencil.bearers++;
    }
    if (before != null) {
      before.stencil.bearers--;
    }
  }
}
