/** What does the owner's work cost: timers, whom to dial, and whom to prune? */
@NullMarked
package io.peerage.benchmarks.owner;

import org.jspecify.annotations.NullMarked;
