/** The front door: who calls, what they may do, and which scheduler answers. */
@NullMarked
package io.fairlead.gateway;

import org.jspecify.annotations.NullMarked;
