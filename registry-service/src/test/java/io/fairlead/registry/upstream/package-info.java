/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.upstream;

import org.jspecify.annotations.NullMarked;
