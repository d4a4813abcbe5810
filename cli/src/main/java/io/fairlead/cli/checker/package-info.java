/**
 * Watches a cluster from outside: what its engines run against what its API and its events say.
 * Pure rules over what was seen, and how long it may stay so.
 */
@NullMarked
package io.fairlead.cli.checker;

import org.jspecify.annotations.NullMarked;
