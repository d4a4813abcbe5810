/** What a manifest says of itself. */
@NullMarked
package io.fairlead.registry.manifests;

import org.jspecify.annotations.NullMarked;
