/** event in → admission → counters → dirty mark → tick → [events and commands out]: what user code implements. */
@NullMarked
package io.peerage.event;

import org.jspecify.annotations.NullMarked;
