/** Who may do what, and the tokens that show it. */
@NullMarked
package io.fairlead.registry.access;

import org.jspecify.annotations.NullMarked;
