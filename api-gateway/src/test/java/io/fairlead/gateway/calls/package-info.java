@NullMarked
package io.fairlead.gateway.calls;

import org.jspecify.annotations.NullMarked;
