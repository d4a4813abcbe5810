package io.fairlead.registry.upstream;

import io.fairlead.registry.catalog.CreationTemplate;
import io.fairlead.registry.catalog.Manifests;
import io.fairlead.registry.catalog.Manifests.Content;
import io.fairlead.registry.catalog.PullThroughRule;
import io.fairlead.registry.catalog.PullThroughRules;
import io.fairlead.registry.catalog.Repositories;
import io.fairlead.registry.manifests.Manifest;
import io.fairlead.registry.manifests.ManifestReader;
import io.fairlead.registry.names.Digest;
import io.fairlead.registry.names.Reference;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.upstream.UpstreamRegistry.Fetched;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls from other registries what is asked for here by a rule. A manifest is given out as soon as
 * it came; its blobs follow in the background, and when all are there the image is one like any
 * other. What a tag names is asked for anew when the last answer is old; where the other registry
 * does not answer, what is here is given out.
 */
public final class PullThrough implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PullThrough.class);
  private static final int LARGEST_MANIFEST = 4 << 20;

  /** Images that come in the background at a time; of others comes what is asked for. */
  private static final int MOST_COMING = 100;

  private static final Duration LET_REST = Duration.ofMinutes(1);
  private static final String ACCEPT =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json,"
          + " application/vnd.oci.artifact.manifest.v1+json";

  private final PullThroughRules rules;
  private final Repositories repositories;
  private final Manifests manifests;
  private final BlobImports blobs;
  private final UpstreamRegistry upstream = new UpstreamRegistry();
  private final Duration freshness;
  private final Rechecks rechecks;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Wanted, Content> coming = new ConcurrentHashMap<>();

  /**
   * Begins.
   *
   * @param freshness how long what a tag named is not asked for again
   */
  public PullThrough(
      PullThroughRules rules,
      Repositories repositories,
      Manifests manifests,
      BlobImports blobs,
      Duration freshness,
      InstantSource clock) {
    this.rules = rules;
    this.repositories = repositories;
    this.manifests = manifests;
    this.blobs = blobs;
    this.freshness = freshness;
    this.rechecks = new Rechecks(clock);
  }

  /** What was asked for here. */
  record Wanted(RepositoryName repository, Reference reference) {}

  private record Source(UpstreamUrl registry, RepositoryName name) {}

  /**
   * Looks for a manifest in the registry that a rule names.
   *
   * @param here whether this registry has one
   * @param allowed whether the caller may have it pulled
   */
  public Pulled manifest(
      RepositoryName repository, Reference reference, boolean here, boolean allowed) {
    Optional<Source> source = source(repository);
    Wanted wanted = new Wanted(repository, reference);
    if (source.isEmpty() || here && !(allowed && isDue(wanted))) {
      return new Pulled.Nothing();
    }
    if (!allowed) {
      return new Pulled.Forbidden(
          "not allowed: a pull of %s from another registry (ecr:BatchImportUpstreamImage, and ecr:CreateRepository where the repository is not there)"
              .formatted(repository));
    }
    Content underWay = coming.get(wanted);
    if (underWay != null) {
      return new Pulled.Found(underWay);
    }
    try {
      return fetch(source.get(), wanted, here);
    } catch (IOException e) {
      rechecks.next(wanted, freshness.compareTo(LET_REST) < 0 ? freshness : LET_REST);
      LOG.warn("pull of {}:{} from {}: {}", repository, reference, source.get(), e.toString());
      return new Pulled.Unanswered(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A digest always names the same; a tag may have moved since it was looked at last, unless it was
   * pushed here, where nobody elsewhere has a say in it, or tags of the repository stay.
   */
  private boolean isDue(Wanted wanted) {
    return wanted.reference() instanceof Reference.ByTag(String tag)
        && rechecks.isDue(wanted)
        && !manifests.isPushed(wanted.repository(), tag)
        && repositories.row(wanted.repository()).stream()
            .allMatch(it -> it.mutability().allows(tag));
  }

  /** Whether a rule is for a repository. */
  public boolean isFor(RepositoryName repository) {
    return source(repository).isPresent();
  }

  private Optional<Source> source(RepositoryName repository) {
    Optional<PullThroughRule> rule = rules.suiting(repository);
    if (rule.isPresent()
        && UpstreamUrl.read(rule.get().upstream()) instanceof UpstreamUrl.Reading.Read(var url)) {
      return rule.get().upstreamName(repository).map(name -> new Source(url, name));
    }
    return Optional.empty();
  }

  private Pulled fetch(Source source, Wanted wanted, boolean here) throws IOException {
    String path = "manifests/" + wanted.reference();
    Optional<Fetched> found = upstream.get(source.registry(), source.name(), path, ACCEPT);
    if (found.isEmpty()) {
      return new Pulled.Nothing();
    }
    String type;
    byte[] bytes;
    try (Fetched fetched = found.get()) {
      type = fetched.mediaType();
      bytes = fetched.body().readNBytes(LARGEST_MANIFEST + 1);
    }
    if (bytes.length > LARGEST_MANIFEST) {
      throw new IOException("its manifest is larger than " + LARGEST_MANIFEST + " bytes");
    }
    return switch (ManifestReader.read(type, bytes)) {
      case ManifestReader.Reading.Wrong(String why) -> throw new IOException(why);
      case ManifestReader.Reading.Read(Manifest manifest) ->
          take(source, wanted, manifest, bytes, here);
    };
  }

  private Pulled take(Source source, Wanted wanted, Manifest manifest, byte[] bytes, boolean here)
      throws IOException {
    Digest digest =
        switch (wanted.reference()) {
          case Reference.ByDigest(Digest said) -> Digest.of(said.algorithm(), bytes);
          case Reference.ByTag _ -> Digest.of(Digest.Algorithm.SHA256, bytes);
        };
    if (wanted.reference() instanceof Reference.ByDigest(Digest said) && !said.equals(digest)) {
      throw new IOException("what came for " + said + " is " + digest);
    }
    Content content =
        new Content(
            new Manifests.Head(digest.toString(), manifest.mediaType(), bytes.length), bytes);
    if (isHere(wanted, digest)) {
      rechecks.next(wanted, freshness);
      // It may have come since the caller looked.
      return here ? new Pulled.Nothing() : new Pulled.Found(content);
    }
    if (coming.size() < MOST_COMING && coming.putIfAbsent(wanted, content) == null) {
      threads.execute(() -> complete(source, wanted, manifest, content));
    }
    return new Pulled.Found(content);
  }

  private boolean isHere(Wanted wanted, Digest digest) {
    return manifests
        .head(wanted.repository(), wanted.reference())
        .filter(head -> head.digest().equals(digest.toString()))
        .isPresent();
  }

  /** In the background. Whoever pulls meanwhile gets the blobs one by one. */
  private void complete(Source source, Wanted wanted, Manifest manifest, Content content) {
    try {
      for (String blob : manifest.blobs()) {
        if (!blob(source, wanted.repository(), Digest.parse(blob).orElseThrow())) {
          throw new IOException("it has no blob " + blob);
        }
      }
      manifests.put(
          repositories.ensure(wanted.repository(), CreationTemplate.PULL_THROUGH_CACHE),
          Digest.parse(content.head().digest()).orElseThrow(),
          wanted.reference(),
          manifest.withoutParts(),
          content.bytes(),
          Manifests.Moving.FROM_UPSTREAM);
      rechecks.next(wanted, freshness);
      LOG.info("pulled {}:{} from {}", wanted.repository(), wanted.reference(), source);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}:{} is not whole yet: {}", wanted.repository(), wanted.reference(), e.toString());
    } finally {
      coming.remove(wanted);
    }
  }

  /**
   * Has a blob in the repository when it returns, if a rule is for the repository and the other
   * registry has the blob.
   *
   * @throws IOException if the other registry does not give it
   */
  public boolean blob(RepositoryName repository, Digest digest) throws IOException {
    Optional<Source> source = source(repository);
    return source.isPresent() && blob(source.get(), repository, digest);
  }

  private boolean blob(Source source, RepositoryName repository, Digest digest) throws IOException {
    return blobs.bring(
        repository,
        digest,
        () -> upstream.get(source.registry(), source.name(), "blobs/" + digest, "*/*"));
  }

  /** Whether a rule leads to a registry; empty where it does, and otherwise what is wrong. */
  public Optional<String> complaint(PullThroughRule rule) {
    return switch (UpstreamUrl.read(rule.upstream())) {
      case UpstreamUrl.Reading.Wrong(String why) -> Optional.of(why);
      case UpstreamUrl.Reading.Read(UpstreamUrl url) -> upstream.complaint(url);
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
