package io.fairlead.registry.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Proofs remembered for half a minute, by the hash of the secret: a push of many layers asks once,
 * and a key that is taken away soon stops working. What is wrong is not remembered.
 */
public final class RememberedCredentials implements Credentials {
  private static final Duration VALIDITY = Duration.ofSeconds(30);
  private static final int LARGEST = 10_000;

  @SuppressWarnings("ArrayRecordComponent") // compared in constant time only
  private record Entry(byte[] hash, Proof.Proven proof, Instant until) {}

  private final Credentials source;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  public RememberedCredentials(Credentials source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Proof prove(String keyId, String secret) {
    byte[] hash = hash(secret);
    Instant now = clock.instant();
    Entry known = entries.get(keyId);
    if (known != null && now.isBefore(known.until()) && MessageDigest.isEqual(hash, known.hash())) {
      return known.proof();
    }
    Proof proof = source.prove(keyId, secret);
    if (proof instanceof Proof.Proven proven) {
      if (entries.size() >= LARGEST) {
        entries.clear();
      }
      entries.put(keyId, new Entry(hash, proven, now.plus(VALIDITY)));
    }
    return proof;
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
