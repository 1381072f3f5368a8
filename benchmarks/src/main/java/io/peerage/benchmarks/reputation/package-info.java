/** What it costs to change and to ask what a peer is worth, against one atomic operation and against a map of objects. */
@NullMarked
package io.peerage.benchmarks.reputation;

import org.jspecify.annotations.NullMarked;
