@NullMarked
package io.fairlead.gateway.sigv4;

import org.jspecify.annotations.NullMarked;
