/** What happened while a scenario ran, as figures, as JSON and as a page. */
@NullMarked
package io.fairlead.cli.report;

import org.jspecify.annotations.NullMarked;
