@NullMarked
package io.fairlead.gateway.http;

import org.jspecify.annotations.NullMarked;
