@NullMarked
package io.fairlead.cli.report;

import org.jspecify.annotations.NullMarked;
