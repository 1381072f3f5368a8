/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.AddressBook;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * An address book that keeps everything for ever, as the library's does.
 *
 * <p><b>Threading</b>: any thread.
 */
public final class FakeBook implements AddressBook {
    private final Map<ByteBuffer, Collection<Multiaddr>> addresses = new ConcurrentHashMap<>();
    private volatile Supplier<CompletableFuture<Collection<Multiaddr>>> instead;

    FakeBook() {}

    /** From now on the book answers this, whoever is asked for. */
    public void answers(Supplier<CompletableFuture<Collection<Multiaddr>>> answer) {
        this.instead = answer;
    }

    @Override
    public CompletableFuture<Collection<Multiaddr>> getAddrs(PeerId id) {
        return instead != null
                ? instead.get()
                : CompletableFuture.completedFuture(addresses.get(key(id)));
    }

    @Override
    public CompletableFuture<Void> setAddrs(PeerId id, long ttl, Multiaddr... newAddresses) {
        addresses.put(key(id), List.of(newAddresses));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> addAddrs(PeerId id, long ttl, Multiaddr... newAddresses) {
        Collection<Multiaddr> all = new ArrayList<>(addresses.getOrDefault(key(id), List.of()));
        all.addAll(List.of(newAddresses));
        addresses.put(key(id), all);
        return CompletableFuture.completedFuture(null);
    }

    private static ByteBuffer key(PeerId id) {
        return ByteBuffer.wrap(id.getBytes());
    }
}
