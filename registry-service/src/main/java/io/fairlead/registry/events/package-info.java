/** Tells the world what became of images. */
@NullMarked
package io.fairlead.registry.events;

import org.jspecify.annotations.NullMarked;
