/** Tests of what only the lab can see: all services together, and the borders between them. */
@NullMarked
package io.fairlead.lab;

import org.jspecify.annotations.NullMarked;
