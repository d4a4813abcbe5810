/** Identities, their access keys, and the tokens that instances join with. */
@NullMarked
package io.fairlead.gateway.identity;

import org.jspecify.annotations.NullMarked;
