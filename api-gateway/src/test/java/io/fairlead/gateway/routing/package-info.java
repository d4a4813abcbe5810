@NullMarked
package io.fairlead.gateway.routing;

import org.jspecify.annotations.NullMarked;
