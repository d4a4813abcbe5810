/** What the registry knows of images, in PostgreSQL. */
@NullMarked
package io.fairlead.registry.catalog;

import org.jspecify.annotations.NullMarked;
