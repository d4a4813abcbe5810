/** The language that the services share: names of resources, topics and call headers. */
@NullMarked
package io.fairlead.proto;

import org.jspecify.annotations.NullMarked;
