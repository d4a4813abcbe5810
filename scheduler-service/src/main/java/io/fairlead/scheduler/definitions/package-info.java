/** Task definitions: what may be registered, and where the revisions are kept. */
@NullMarked
package io.fairlead.scheduler.definitions;

import org.jspecify.annotations.NullMarked;
