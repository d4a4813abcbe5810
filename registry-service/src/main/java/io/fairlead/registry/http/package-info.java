/** The OCI distribution API over HTTP. */
@NullMarked
package io.fairlead.registry.http;

import org.jspecify.annotations.NullMarked;
