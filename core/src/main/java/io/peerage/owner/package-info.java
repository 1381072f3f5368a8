/** event in → admission → counters → dirty mark → [tick] → commands out. */
@NullMarked
package io.peerage.owner;

import org.jspecify.annotations.NullMarked;
