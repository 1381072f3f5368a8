/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;

/**
 * Follows where the peers of a book are to be dialed.
 *
 * <p><b>Threading</b>: called on the owner thread, each time that it may have changed, also if it hasn't; it must not change the book.
 * <b>Complexity</b>: O(1), no allocation.
 */
@OwnerThread
public interface AddressFollower {
    /** Nobody who follows. */
    AddressFollower NOBODY =
            new AddressFollower() {
                @Override
                public void known(int peer, long ipHi, long ipLo, boolean tried) {}

                @Override
                public boolean lost(int peer) {
                    return false;
                }
            };

    /**
     * A peer is to be dialed here.
     *
     * @param ipHi the high word of the IP of its best address, both words 0 for one without
     * @param tried whether one of its addresses is among those that worked
     */
    void known(int peer, long ipHi, long ipLo, boolean tried);

    /** No address is known of the peer any more; whether somebody else told where it is, so that it is not to be given up. */
    boolean lost(int peer);
}
