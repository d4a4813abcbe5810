/** Faults on demand: what can go wrong with the lab's instances, begun by name and healed again. */
@NullMarked
package io.fairlead.lab.faults;

import org.jspecify.annotations.NullMarked;
