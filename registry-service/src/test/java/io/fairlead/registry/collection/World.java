package io.fairlead.registry.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.registry.blobs.BlobStore;
import io.fairlead.registry.blobs.BlobStore.Committed;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What outlives a crash, in memory: a store's bytes and a database's rows. A statement is one step,
 * as it is in PostgreSQL; locks end with the process.
 */
final class World implements Ledger, BlobStore {
  private static final int SIZE = 1;

  /** A defect that the simulation must find. */
  enum Defect {
    NONE,
    /** Storing and removing do not exclude one another. */
    NO_LOCKS,
    /** A link goes though somebody relied on it a moment ago. */
    NO_GENERATIONS,
    /** A link goes though a manifest names it. */
    NO_NAMES
  }

  record Link(RepositoryName repository, Digest digest) {}

  private final Map<UUID, Digest> uploads = new TreeMap<>();
  private final Set<UUID> knownUploads = new HashSet<>();
  private final Set<Digest> bytes = new HashSet<>();
  private final Map<Link, Long> links = new HashMap<>();
  private final Map<RepositoryName, Map<String, Digest>> manifests = new HashMap<>();
  private final Map<Digest, Integer> sharers = new HashMap<>();
  private final Set<Digest> removing = new HashSet<>();
  private final Defect defect;
  private long generation;
  private Turns turns = new Turns(new java.util.Random(0), () -> {});

  World(Defect defect) {
    this.defect = defect;
  }

  /** A process begins; what the last one held is free. */
  void begin(Turns turns) {
    this.turns = turns;
    sharers.clear();
    removing.clear();
  }

  void check() {
    for (Link link : links.keySet()) {
      assertThat(bytes).as("bytes of %s", link).contains(link.digest());
    }
    manifests.forEach(
        (repository, all) ->
            all.forEach(
                (name, digest) ->
                    assertThat(links).as(name).containsKey(new Link(repository, digest))));
  }

  /** What is left when nobody does anything any more, and collections have come by. */
  void checkNothingIsLeft() {
    Set<Link> named = new HashSet<>();
    manifests.forEach(
        (repository, all) -> all.values().forEach(it -> named.add(new Link(repository, it))));
    assertThat(links.keySet()).isEqualTo(named);
    assertThat(bytes)
        .containsExactlyInAnyOrderElementsOf(
            named.stream().map(Link::digest).collect(java.util.stream.Collectors.toSet()));
    assertThat(uploads.keySet()).isSubsetOf(knownUploads);
  }

  // ---- what clients do, a statement each

  /** As HEAD: whether the repository has it; then it is relied on. */
  boolean has(RepositoryName repository, Digest digest) {
    turns.step();
    return links.computeIfPresent(new Link(repository, digest), (_, _) -> generation) != null;
  }

  void upload(UUID upload, Digest digest) {
    turns.step();
    knownUploads.add(upload);
    turns.step();
    uploads.put(upload, digest);
  }

  void end(UUID upload) {
    turns.step();
    knownUploads.remove(upload);
  }

  boolean mount(RepositoryName from, RepositoryName to, Digest digest) {
    turns.step();
    boolean there = links.containsKey(new Link(from, digest));
    if (there) {
      links.put(new Link(to, digest), generation);
    }
    return there;
  }

  /** False where the blob is not linked. */
  boolean put(RepositoryName repository, String manifest, Digest digest) {
    turns.step();
    boolean there = links.containsKey(new Link(repository, digest));
    if (there) {
      manifests.computeIfAbsent(repository, _ -> new TreeMap<>()).put(manifest, digest);
    }
    return there;
  }

  void delete(RepositoryName repository, String manifest) {
    turns.step();
    manifests.getOrDefault(repository, new TreeMap<>()).remove(manifest);
  }

  private boolean named(Link link) {
    return manifests.getOrDefault(link.repository(), Map.of()).containsValue(link.digest());
  }

  // ---- Ledger

  @Override
  public Committed link(RepositoryName repository, Digest digest, Storing storing)
      throws IOException {
    turns.step();
    while (removing.contains(digest) && defect != Defect.NO_LOCKS) {
      turns.step();
    }
    sharers.merge(digest, 1, Integer::sum);
    try {
      Committed committed = storing.store();
      turns.step();
      if (committed instanceof Committed.Stored) {
        links.put(new Link(repository, digest), generation);
      }
      return committed;
    } finally {
      sharers.computeIfPresent(digest, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  public boolean removeUnlinked(Digest digest, Removing work) throws IOException {
    turns.step();
    while ((sharers.containsKey(digest) || removing.contains(digest))
        && defect != Defect.NO_LOCKS) {
      turns.step();
    }
    removing.add(digest);
    try {
      turns.step();
      if (links.keySet().stream().anyMatch(it -> it.digest().equals(digest))) {
        return false;
      }
      work.remove();
      turns.step();
      return true;
    } finally {
      removing.remove(digest);
    }
  }

  @Override
  public List<Digest> unlinked(List<Digest> digests) {
    turns.step();
    Set<Digest> linked = new HashSet<>();
    links.keySet().forEach(it -> linked.add(it.digest()));
    return digests.stream().filter(it -> !linked.contains(it)).toList();
  }

  @Override
  public long nextGeneration() {
    turns.step();
    return ++generation;
  }

  @Override
  public int unlinkUnnamed(long since) {
    turns.step();
    int before = links.size();
    links
        .entrySet()
        .removeIf(
            it ->
                (it.getValue() < since || defect == Defect.NO_GENERATIONS)
                    && (!named(it.getKey()) || defect == Defect.NO_NAMES));
    return before - links.size();
  }

  @Override
  public boolean hasUpload(UUID upload) {
    turns.step();
    return knownUploads.contains(upload);
  }

  // ---- BlobStore

  @Override
  public Committed commit(UUID upload, Digest digest) {
    turns.step();
    Digest content = uploads.get(upload);
    if (content == null || !content.equals(digest)) {
      throw new IllegalStateException("the upload has gone");
    }
    if (bytes.contains(digest)) {
      turns.step();
      uploads.remove(upload);
      return new Committed.Stored(SIZE);
    }
    turns.step();
    uploads.remove(upload);
    bytes.add(digest);
    return new Committed.Stored(SIZE);
  }

  @Override
  public void remove(Digest digest) {
    turns.step();
    bytes.remove(digest);
  }

  @Override
  public Listing<Digest> blobs() {
    turns.step();
    Deque<Digest> left =
        new ArrayDeque<>(
            bytes.stream().sorted(java.util.Comparator.comparing(Digest::hex)).toList());
    return new Listing<>() {
      @Override
      public int take(List<Digest> into, int most) {
        turns.step();
        if (left.isEmpty()) {
          return 0;
        }
        into.add(left.remove());
        return 1;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<UUID> uploads() {
    turns.step();
    return new ArrayList<>(uploads.keySet());
  }

  @Override
  public void discard(UUID upload) {
    turns.step();
    uploads.remove(upload);
  }

  @Override
  public OptionalLong size(Digest digest) {
    return bytes.contains(digest) ? OptionalLong.of(SIZE) : OptionalLong.empty();
  }

  @Override
  public long uploaded(UUID upload) {
    return uploads.containsKey(upload) ? SIZE : 0;
  }

  @Override
  public Appended append(UUID upload, long offset, InputStream content) {
    throw new UnsupportedOperationException("uploads come whole here");
  }

  @Override
  public boolean callIn(Digest digest, Inspecting inspecting) {
    throw new UnsupportedOperationException("nobody reads here");
  }

  @Override
  public void setAside(Digest digest) {
    throw new UnsupportedOperationException("nobody reads here");
  }

  @Override
  public void copy(Digest digest, long from, long length, OutputStream to) {
    throw new UnsupportedOperationException("nobody reads here");
  }

  @Override
  public void close() {}
}
