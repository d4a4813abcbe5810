/**
 * What services do alike where they meet each other, Kafka and PostgreSQL. Who uses it brings the
 * libraries: to this module they are optional.
 */
@NullMarked
package io.fairlead.proto.rim;

import org.jspecify.annotations.NullMarked;
