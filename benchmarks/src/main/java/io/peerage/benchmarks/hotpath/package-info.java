/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * What does an event or a query cost, and what does it allocate?
 *
 * <p>Every benchmark has its yardstick beside it, on the same population, in the same run. Peers are gone through in an order
 * in which what the benchmark itself reads (ids, handles) lies in sequence, and what the managers read does not: so the
 * cache misses are theirs.
 */
@NullMarked
package io.peerage.benchmarks.hotpath;

import org.jspecify.annotations.NullMarked;
