/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.model.CandidateKind;

/**
 * Who knows more of candidates' addresses than the one at which each is to be dialed: the address book.
 *
 * <p><b>Threading</b>: asked by the owner thread; asking changes nothing that a plan reads. <b>Complexity</b>: O(1), no allocation.
 */
@OwnerThread
public interface AddressSource {
    /** A random peer with an address of this kind, so that nobody's share is that of the addresses that he tells; −1 for none. */
    int pick(CandidateKind kind);

    /** A random peer that a feeler should visit; −1 for none. */
    int pickFeeler();

    /** The last pick of {@link #pickFeeler}. */
    int feeler();

    /** The high word of the IP at which it is to be visited. */
    long feelerHi();

    /** The low word of it. */
    long feelerLo();

    /** A peer is being dialed at an IP, both words 0 for an address without. */
    void dialed(int peer, long ipHi, long ipLo);

    /** A peer can't be dialed at an IP for now: it is denied or banned. */
    void barred(int peer, long ipHi, long ipLo);
}
