/** Lets machines join as container instances. */
@NullMarked
package io.fairlead.gateway.fleet;

import org.jspecify.annotations.NullMarked;
