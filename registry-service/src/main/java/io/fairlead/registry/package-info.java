/** The image registry: its parts and how they are started. */
@NullMarked
package io.fairlead.registry;

import org.jspecify.annotations.NullMarked;
