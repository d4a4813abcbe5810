/** Tests of the command line. */
@NullMarked
package io.fairlead.cli;

import org.jspecify.annotations.NullMarked;
