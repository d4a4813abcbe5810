/** Which images are in use, for the registry. */
@NullMarked
package io.fairlead.scheduler.images;

import org.jspecify.annotations.NullMarked;
