@NullMarked
package io.fairlead.cli.scenario;

import org.jspecify.annotations.NullMarked;
