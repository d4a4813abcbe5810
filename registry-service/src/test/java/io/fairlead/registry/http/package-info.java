/** Tests of the registry. */
@NullMarked
package io.fairlead.registry.http;

import org.jspecify.annotations.NullMarked;
