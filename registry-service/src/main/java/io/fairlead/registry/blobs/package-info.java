/** Where the bytes of images are kept. */
@NullMarked
package io.fairlead.registry.blobs;

import org.jspecify.annotations.NullMarked;
