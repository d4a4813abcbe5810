/** The {@code fairlead} command: a client of the gateway's gRPC API for people and scripts. */
@NullMarked
package io.fairlead.cli;

import org.jspecify.annotations.NullMarked;
