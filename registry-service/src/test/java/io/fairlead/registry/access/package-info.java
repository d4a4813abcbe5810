/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.access;

import org.jspecify.annotations.NullMarked;
