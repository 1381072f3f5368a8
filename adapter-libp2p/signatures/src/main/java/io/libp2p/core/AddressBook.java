/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.libp2p.core.multiformats.Multiaddr;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** The public signature of jvm-libp2p's interface of this name. */
public interface AddressBook {
    default CompletableFuture<Collection<Multiaddr>> get(PeerId id) {
        return getAddrs(id);
    }

    CompletableFuture<Collection<Multiaddr>> getAddrs(PeerId id);

    CompletableFuture<Void> setAddrs(PeerId id, long ttl, Multiaddr... addresses);

    CompletableFuture<Void> addAddrs(PeerId id, long ttl, Multiaddr... addresses);
}
