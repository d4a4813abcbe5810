/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.manifests;

import org.jspecify.annotations.NullMarked;
