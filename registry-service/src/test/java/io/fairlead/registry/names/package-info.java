/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.names;

import org.jspecify.annotations.NullMarked;
