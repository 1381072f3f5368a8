/** What does the owner's work cost: timers. */
@NullMarked
package io.peerage.benchmarks.owner;

import org.jspecify.annotations.NullMarked;
