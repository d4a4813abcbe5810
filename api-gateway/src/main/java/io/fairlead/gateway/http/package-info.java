/** The HTTP endpoint that AWS clients speak to. */
@NullMarked
package io.fairlead.gateway.http;

import org.jspecify.annotations.NullMarked;
