/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.lifecycle;

import org.jspecify.annotations.NullMarked;
