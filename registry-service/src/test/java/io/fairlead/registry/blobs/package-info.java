/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.blobs;

import org.jspecify.annotations.NullMarked;
