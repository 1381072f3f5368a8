/** What a manager counts, for Micrometer; needs {@code micrometer-core}, which the rest of the core does without. */
@NullMarked
package io.peerage.metrics;

import org.jspecify.annotations.NullMarked;
