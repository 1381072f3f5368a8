/** address or peer comes in → [ban] → may it? Bans, lists of blocks and rates; who is banned is decided above. */
@NullMarked
package io.peerage.ban;

import org.jspecify.annotations.NullMarked;
