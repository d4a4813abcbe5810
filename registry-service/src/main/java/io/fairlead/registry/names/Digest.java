package io.fairlead.registry.names;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash that content is addressed by, written {@code sha256:HEX} (OCI image-spec, descriptors).
 *
 * @param hex in lower case; of the algorithm's length
 */
public record Digest(Algorithm algorithm, String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  /** The algorithms that the OCI image-spec registers. */
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA512("sha512", "SHA-512", 128);

    private final String label;
    private final String javaName;
    private final int digits;

    Algorithm(String label, String javaName, int digits) {
      this.label = label;
      this.javaName = javaName;
      this.digits = digits;
    }

    /** As digests begin with it. */
    public String label() {
      return label;
    }

    /** A fresh state of the hash. */
    public MessageDigest fresh() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has " + javaName, e);
      }
    }
  }

  /** Reads a digest; empty where the text is none, or of an algorithm that is not known here. */
  public static Optional<Digest> parse(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      String start = algorithm.label + ":";
      if (text.startsWith(start) && text.length() == start.length() + algorithm.digits) {
        String hex = text.substring(start.length());
        return HEX.matcher(hex).matches()
            ? Optional.of(new Digest(algorithm, hex))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The digest of some bytes. */
  public static Digest of(Algorithm algorithm, byte[] content) {
    return finish(algorithm, algorithm.fresh(), content);
  }

  /** What a hash that has seen all bytes comes to; the state is of no use afterwards. */
  public static Digest of(Algorithm algorithm, MessageDigest state) {
    return finish(algorithm, state, new byte[0]);
  }

  private static Digest finish(Algorithm algorithm, MessageDigest state, byte[] last) {
    return new Digest(algorithm, HexFormat.of().formatHex(state.digest(last)));
  }

  @Override
  public String toString() {
    return algorithm.label + ":" + hex;
  }
}
