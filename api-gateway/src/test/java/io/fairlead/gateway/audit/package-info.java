@NullMarked
package io.fairlead.gateway.audit;

import org.jspecify.annotations.NullMarked;
