/** Between the AWS JSON protocol and protobuf messages, driven by descriptors alone. */
@NullMarked
package io.fairlead.gateway.wire;

import org.jspecify.annotations.NullMarked;
