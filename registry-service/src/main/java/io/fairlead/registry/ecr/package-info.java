/** The ECR API over the registry's own contents: what calls mean, and how their answers look. */
@NullMarked
package io.fairlead.registry.ecr;

import org.jspecify.annotations.NullMarked;
