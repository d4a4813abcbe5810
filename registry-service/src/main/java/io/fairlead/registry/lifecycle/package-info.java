/** Lifecycle policies: which images of a repository go, and when. */
@NullMarked
package io.fairlead.registry.lifecycle;

import org.jspecify.annotations.NullMarked;
