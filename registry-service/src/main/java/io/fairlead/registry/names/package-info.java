/** What images are named by: repositories, tags, digests. */
@NullMarked
package io.fairlead.registry.names;

import org.jspecify.annotations.NullMarked;
