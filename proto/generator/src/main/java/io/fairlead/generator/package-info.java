/**
 * Writes the protocol definitions of the AWS APIs from their models. Runs by hand when a model
 * changes, never in a service.
 */
@NullMarked
package io.fairlead.generator;

import org.jspecify.annotations.NullMarked;
