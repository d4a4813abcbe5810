/** Verifies AWS Signature Version 4 on HTTP requests. */
@NullMarked
package io.fairlead.gateway.sigv4;

import org.jspecify.annotations.NullMarked;
