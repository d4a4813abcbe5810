/** Gives space back, and takes blobs in so that nothing is given back that is needed. */
@NullMarked
package io.fairlead.registry.collection;

import org.jspecify.annotations.NullMarked;
