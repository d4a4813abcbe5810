package io.fairlead.scheduler.core.packed;

import com.google.protobuf.Message;

/**
 * A record in little memory. Ordered by the entity's ARN.
 *
 * @param <M> the kind of record
 */
public final class Packed<M extends Message> implements Comparable<Packed<M>>, PackedTable.Row {
  final Stencil<M> stencil;
  final byte[] own;

  Packed(Stencil<M> stencil, byte[] own) {
    this.stencil = stencil;
    this.own = own;
  }

  /**
   * What the record shares with others, at no cost. Of a task it has statuses, service, deployment,
   * group, definition, startedBy and launchType; it has no ARNs of the entity and its host, no
   * moments, versions, overrides, containers and host ports. Of an instance it has status,
   * connection, attributes, resources and the agent's version.
   */
  public M shared() {
    return stencil.shared;
  }

  @Override
  public Packed<M> row() {
    return this;
  }

  /** Whether that field of the record is altogether shared. */
  public boolean shares(int field) {
    return (stencil.ownFields >>> field & 1) == 0;
  }

  /** The entity's ARN. */
  public String arn() {
    return stencil.key.of(own);
  }

  /** The ARN of what the entity is on; empty where it is on nothing. */
  public String host() {
    return stencil.host.of(own);
  }

  /** Whether the entity is on that one. */
  public boolean isOn(String arn) {
    return arn.startsWith(stencil.host.text()) && host().equals(arn);
  }

  Key key() {
    return Key.of(stencil.key, own);
  }

  Key hostKey() {
    return Key.of(stencil.host, own);
  }

  private long word(int at) {
    return (long) Ids.LONG.get(own, at);
  }

  boolean isNamed(Key key) {
    return key.is(stencil.key, own);
  }

  @Override
  public int compareTo(Packed<M> other) {
    Name one = stencil.key;
    Name two = other.stencil.key;
    if (one.id() < 0 || two.id() < 0 || !one.text().equals(two.text())) {
      return arn().compareTo(other.arn());
    }
    int high = Long.compareUnsigned(word(one.id()), other.word(two.id()));
    return high != 0
        ? high
        : Long.compareUnsigned(word(one.id() + Long.BYTES), other.word(two.id() + Long.BYTES));
  }
}
