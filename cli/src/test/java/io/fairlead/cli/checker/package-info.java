@NullMarked
package io.fairlead.cli.checker;

import org.jspecify.annotations.NullMarked;
