/** The certificate that the registry shows. */
@NullMarked
package io.fairlead.registry.tls;

import org.jspecify.annotations.NullMarked;
