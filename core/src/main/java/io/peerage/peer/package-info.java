/** event in → admission → [counters: per peer] → dirty mark → tick → commands out. */
@NullMarked
package io.peerage.peer;

import org.jspecify.annotations.NullMarked;
