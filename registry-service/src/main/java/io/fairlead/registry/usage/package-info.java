/** Which images the clusters use. */
@NullMarked
package io.fairlead.registry.usage;

import org.jspecify.annotations.NullMarked;
