@NullMarked
package io.fairlead.cli.load;

import org.jspecify.annotations.NullMarked;
