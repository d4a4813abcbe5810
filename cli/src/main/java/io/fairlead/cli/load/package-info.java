/** Calls at a constant rate, whatever becomes of them, and how long each took. */
@NullMarked
package io.fairlead.cli.load;

import org.jspecify.annotations.NullMarked;
