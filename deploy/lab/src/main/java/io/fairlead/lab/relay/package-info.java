/** A cable on which everything comes late, for kernels that cannot do it themselves. */
@NullMarked
package io.fairlead.lab.relay;

import org.jspecify.annotations.NullMarked;
