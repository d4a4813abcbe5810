@NullMarked
package io.fairlead.agent.runtime;

import org.jspecify.annotations.NullMarked;
