/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.collection;

import org.jspecify.annotations.NullMarked;
