/** The ECS API's endpoint: checks requests against their shapes and hands them to who answers. */
@NullMarked
package io.fairlead.scheduler.api;

import org.jspecify.annotations.NullMarked;
