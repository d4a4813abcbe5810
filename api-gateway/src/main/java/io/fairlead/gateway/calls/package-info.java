/** What is noted of every call of either wire: an audit record and the meters. */
@NullMarked
package io.fairlead.gateway.calls;

import org.jspecify.annotations.NullMarked;
