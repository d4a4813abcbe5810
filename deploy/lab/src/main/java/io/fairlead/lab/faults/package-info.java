/** Faults on demand: what can go wrong with a lab, begun by name and healed again. */
@NullMarked
package io.fairlead.lab.faults;

import org.jspecify.annotations.NullMarked;
