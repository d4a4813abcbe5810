package io.fairlead.registry.upstream;

import io.fairlead.registry.catalog.Manifests.Content;

/** What a look into another registry came to. */
public sealed interface Pulled {
  /** The manifest. */
  record Found(Content content) implements Pulled {}

  /** Nothing is to be looked for there, or nothing is there: what is here counts. */
  record Nothing() implements Pulled {}

  /** It could not be asked. */
  record Unanswered(String why) implements Pulled {}

  /** The caller may not have it pulled, and nothing is here. */
  record Forbidden(String why) implements Pulled {}
}
