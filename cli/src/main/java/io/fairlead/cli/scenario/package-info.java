/** What a scenario is: read from a file, drawn from a seed, and what came of it. */
@NullMarked
package io.fairlead.cli.scenario;

import org.jspecify.annotations.NullMarked;
