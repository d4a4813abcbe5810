/** The gRPC endpoint: bearer tokens, pass-through of whole services, streams. */
@NullMarked
package io.fairlead.gateway.rpc;

import org.jspecify.annotations.NullMarked;
