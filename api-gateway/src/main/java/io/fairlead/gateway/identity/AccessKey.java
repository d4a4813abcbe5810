package io.fairlead.gateway.identity;

/**
 * An access key with its secret in the clear.
 *
 * @param id 20 characters that begin with {@code AKIA}
 * @param secret 40 characters
 */
public record AccessKey(String id, String secret, Identity owner) {

  /** Without the secret, so that none ends in a log. */
  @Override
  public String toString() {
    return "AccessKey[" + id + " of " + owner.arn() + "]";
  }
}
