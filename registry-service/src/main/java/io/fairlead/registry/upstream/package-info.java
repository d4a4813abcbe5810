/** Images that are pulled through this registry from another one. */
@NullMarked
package io.fairlead.registry.upstream;

import org.jspecify.annotations.NullMarked;
