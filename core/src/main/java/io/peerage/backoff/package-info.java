/** Whether a peer may be dialed: event in → admission → [back-off] → counters → dirty → tick → commands out. */
@NullMarked
package io.peerage.backoff;

import org.jspecify.annotations.NullMarked;
