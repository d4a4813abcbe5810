@NullMarked
package io.fairlead.agent.core;

import org.jspecify.annotations.NullMarked;
