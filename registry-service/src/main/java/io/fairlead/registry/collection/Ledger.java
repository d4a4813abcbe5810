package io.fairlead.registry.collection;

import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * Knows which blobs are linked into repositories. Storing bytes and removing them exclude one
 * another, digest by digest, however many processes there are; a crash ends both.
 */
public interface Ledger {

  /** Makes bytes a blob. */
  @FunctionalInterface
  interface Storing {
    Committed store() throws IOException;
  }

  /** Takes the bytes of a blob away. */
  @FunctionalInterface
  interface Removing {
    void remove() throws IOException;
  }

  /** Looks whether the bytes of a blob are what they should be, and sets them aside if not. */
  @FunctionalInterface
  interface Inspecting {
    boolean damaged() throws IOException;
  }

  /** Has bytes stored and, if they are, linked into the repository, before anybody removes them. */
  Committed link(RepositoryName repository, Digest digest, Storing storing) throws IOException;

  /** Has bytes removed before anybody links them; false where a repository does. */
  boolean removeUnlinked(Digest digest, Removing removing) throws IOException;

  /**
   * Has a blob inspected while nobody stores or removes it. Where it is damaged, its links count as
   * not there until its bytes are stored again.
   */
  boolean callIn(Digest digest, Inspecting inspecting) throws IOException;

  /** Those that no repository links at the moment. */
  List<Digest> unlinked(List<Digest> digests);

  /** Begins a collection; its number is the last one's plus one. */
  long nextGeneration();

  /**
   * Takes away links that no manifest of their repository names, and that nobody has relied on
   * since the collection with this number began.
   *
   * @return how many
   */
  int unlinkUnnamed(long since);

  /** Whether an upload is known. */
  boolean hasUpload(UUID upload);
}
