/** event in → [admission] → counters → dirty mark → tick → commands out. */
@NullMarked
package io.peerage.admission;

import org.jspecify.annotations.NullMarked;
