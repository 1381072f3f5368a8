/** What does the owner's work cost: timers, and whom to dial? */
@NullMarked
package io.peerage.benchmarks.owner;

import org.jspecify.annotations.NullMarked;
