@NullMarked
package io.fairlead.gateway;

import org.jspecify.annotations.NullMarked;
