package io.fairlead.cli;

/** How an answer is shown. */
enum Output {
  /** For people. */
  TABLE,
  /** For programs: the members of the API. */
  JSON
}
