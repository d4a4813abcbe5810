/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.usage;

import org.jspecify.annotations.NullMarked;
