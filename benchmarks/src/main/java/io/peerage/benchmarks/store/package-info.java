/** What it costs to take addresses in and to pick one, against a map of lists that are sorted by when they were last seen. */
@NullMarked
package io.peerage.benchmarks.store;

import org.jspecify.annotations.NullMarked;
