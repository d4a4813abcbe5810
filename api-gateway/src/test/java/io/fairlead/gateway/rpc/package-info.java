@NullMarked
package io.fairlead.gateway.rpc;

import org.jspecify.annotations.NullMarked;
