/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

/**
 * Hears which peers are no longer banned or discouraged, to be reinstated.
 *
 * <p><b>Threading</b>: called on the owner thread, from inside {@link BanKeeper} and {@link BanSweep}, when the table says so
 * already; it must not change bans.
 */
@FunctionalInterface
public interface BanEndSink {
    /**
     * A peer's entry ended.
     *
     * @param key the peer's key
     * @param tag what was given with its ban, such as its handle
     * @param dropped whether it ended early, to make room for another
     */
    void ended(long key, long tag, boolean dropped);
}
