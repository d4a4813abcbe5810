/** Policies of repositories and of the registry: what they say, and what follows from it. */
@NullMarked
package io.fairlead.registry.policy;

import org.jspecify.annotations.NullMarked;
