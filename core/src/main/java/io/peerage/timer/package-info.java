/** owner's tick → [timer] → keys that are due: tickets, back-off, bans, per-peer data. */
@NullMarked
package io.peerage.timer;

import org.jspecify.annotations.NullMarked;
