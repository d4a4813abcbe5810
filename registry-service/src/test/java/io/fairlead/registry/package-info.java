/** Tests of the registry. */
@NullMarked
package io.fairlead.registry;

import org.jspecify.annotations.NullMarked;
