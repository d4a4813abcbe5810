/** Between the AWS JSON protocol and protobuf messages, driven by descriptors alone. */
@NullMarked
package io.fairlead.proto.json;

import org.jspecify.annotations.NullMarked;
