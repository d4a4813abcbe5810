/** The audit trail: from the gateways over Kafka into the schema {@code gateway}, and back out. */
@NullMarked
package io.fairlead.gateway.audit;

import org.jspecify.annotations.NullMarked;
