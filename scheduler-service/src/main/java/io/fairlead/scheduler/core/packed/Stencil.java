package io.fairlead.scheduler.core.packed;

import com.google.protobuf.Message;

/**
 * What many records share.
 *
 * @param <M> the kind of record
 */
final class Stencil<M extends Message> {
  final byte[] bytes;
  final int hash;

  /** The record without what is own. */
  final M shared;

  final Name key;
  final Name host;

  /** The numbers of the fields that are not altogether shared. */
  final long ownFields;

  /** How many records bear it that are kept. */
  int bearers;

  Stencil(byte[] bytes, int hash, M shared, Name key, Name host, long ownFields) {
    this.bytes = bytes;
    this.hash = hash;
    this.shared = shared;
    this.key = key;
    this.host = host;
    this.ownFields = ownFields;
  }
}
