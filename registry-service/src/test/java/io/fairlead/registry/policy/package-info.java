/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.policy;

import org.jspecify.annotations.NullMarked;
