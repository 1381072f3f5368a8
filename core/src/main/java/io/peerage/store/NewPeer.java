/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.ManagerConfig;
import io.peerage.model.PeerOrigin;

/** The owner's scratch for a peer that may come into the book: its id if it isn't registered yet, and how it was learnt of. */
@OwnerThread
final class NewPeer {
    final byte[] id = new byte[ManagerConfig.MOST_ID_BYTES];
    int idLength;
    PeerOrigin origin = PeerOrigin.DISCOVERY;
}
