/** event in → admission → counters → dirty mark → tick → [Flight Recorder]: what the owner does, for whoever records it. */
@NullMarked
package io.peerage.flight;

import org.jspecify.annotations.NullMarked;
