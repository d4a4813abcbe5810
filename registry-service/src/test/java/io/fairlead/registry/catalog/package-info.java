/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.catalog;

import org.jspecify.annotations.NullMarked;
