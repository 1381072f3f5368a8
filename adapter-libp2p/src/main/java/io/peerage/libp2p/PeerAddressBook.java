/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.libp2p.core.AddressBook;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.config.BookConfig;
import io.peerage.libp2p.address.AddressCodec;
import io.peerage.libp2p.address.AddressMapper;
import io.peerage.libp2p.address.DialAddresses;
import io.peerage.model.AddressBuffer;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The library's {@link AddressBook} on the manager's book: bounded, with tables that a flood can't fill, and kept over a restart by the
 * manager's snapshot.
 *
 * <p>A time to live is in milliseconds and counts as the book counts: not while the peer is connected, and from its last disconnect; an
 * address that worked is kept beyond it. {@link Long#MAX_VALUE} is for ever; 0 and less say nothing, which is as long as what others
 * told ({@link io.peerage.model.AddressTier#HEARD}). Told again, an address has the later end of both.
 *
 * <p>What is told is handed to the manager's owner, who takes it in at its next tick; the futures are complete at once and don't wait
 * for it. Addresses that are empty, overlong or name another peer are left out and counted, as are those that find no room on the way.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free; nothing waits. <b>Complexity</b>: O(addresses of a peer); allocates what it
 * returns. <b>Errors</b>: futures fail with {@link IllegalStateException} as long as no host is attached, or the manager has no book.
 * <b>Origin</b>: features H1, H2; jvm-libp2p's {@code AddressBook}.
 */
public final class PeerAddressBook implements AddressBook {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final AtomicReference<@Nullable PeerManager> manager = new AtomicReference<>();
    private final AtomicLong leftOut = new AtomicLong();

    PeerAddressBook() {}

    void on(PeerManager owner) {
        manager.set(owner);
    }

    /** {@return how many addresses were left out so far, because they could be nobody's of that peer, or the book's hand-off was full} */
    public long leftOut() {
        return leftOut.get();
    }

    /** The addresses at which a peer may be dialed, the best first; null, as the library has it, if there is none. */
    @Override
    public CompletableFuture<Collection<Multiaddr>> getAddrs(PeerId id) {
        PeerManager known = manager.get();
        List<Multiaddr> found = known == null ? List.of() : read(known, id);
        return CompletableFuture.completedFuture(found.isEmpty() ? null : found);
    }

    /** The addresses at which a peer may be dialed, the best first. */
    List<Multiaddr> read(PeerManager known, PeerId id) {
        AddressBuffer buffer = new AddressBuffer();
        if (known.book().read(handle(known, id), buffer) <= 0) {
            return List.of();
        }
        List<Multiaddr> found = new ArrayList<>(buffer.size());
        for (int i = 0; i < buffer.size(); i++) {
            Multiaddr address =
                    AddressCodec.decode(buffer.bytes(), buffer.offset(i), buffer.length(i));
            // Somebody else may have told the core's book bytes that are no multiaddr.
            if (address == null) {
                leftOut.incrementAndGet();
            } else {
                found.add(address);
            }
        }
        return found;
    }

    // The library lets ids be longer than the manager was told to keep.
    private static long handle(PeerManager known, PeerId id) {
        try {
            return known.lookup(id.getBytes());
        } catch (IllegalArgumentException e) {
            return Result.UNKNOWN_PEER.code();
        }
    }

    @Override
    public CompletableFuture<Void> addAddrs(PeerId id, long ttl, Multiaddr... addresses) {
        PeerManager known = manager.get();
        if (known == null || known.book().config() == null) {
            return CompletableFuture.failedFuture(unusable());
        }
        add(known, id, ttl, addresses);
        return DONE;
    }

    @Override
    public CompletableFuture<Void> setAddrs(PeerId id, long ttl, Multiaddr... addresses) {
        PeerManager known = manager.get();
        if (known == null || known.book().config() == null) {
            return CompletableFuture.failedFuture(unusable());
        }
        Set<ByteBuffer> kept = new HashSet<>();
        for (Multiaddr address : addresses) {
            byte[] bytes = encode(known, address);
            if (bytes != null) {
                kept.add(ByteBuffer.wrap(bytes));
            }
        }
        AddressBuffer buffer = new AddressBuffer();
        long peer = handle(known, id);
        int found = known.book().read(peer, buffer);
        for (int i = 0; i < found; i++) {
            byte[] bytes = new byte[buffer.length(i)];
            buffer.copy(i, bytes, 0);
            if (!kept.contains(ByteBuffer.wrap(bytes))) {
                count(known.book().gone(peer, bytes, buffer.ipHi(i), buffer.ipLo(i)));
            }
        }
        add(known, id, ttl, addresses);
        return DONE;
    }

    /** Tells the manager's book; the code of the first refusal, or of {@link Result#DONE}. */
    int add(PeerManager known, PeerId id, long ttlMillis, Multiaddr... addresses) {
        int code = Result.DONE.code();
        for (Multiaddr address : addresses) {
            int outcome = add(known, id, ttlMillis, address);
            count(outcome);
            code = code < 0 ? code : outcome;
        }
        return code;
    }

    private int add(PeerManager known, PeerId id, long ttlMillis, Multiaddr address) {
        byte[] bytes = DialAddresses.isOf(address, id.getBytes()) ? encode(known, address) : null;
        if (bytes == null) {
            return Result.BAD_LENGTH.code();
        }
        return known.book()
                .heardFor(
                        id.getBytes(),
                        bytes,
                        AddressMapper.ipHi(address),
                        AddressMapper.ipLo(address),
                        0,
                        0,
                        kept(known, ttlMillis),
                        PeerOrigin.DISCOVERY);
    }

    private static long kept(PeerManager known, long ttlMillis) {
        BookConfig config = known.book().config();
        if (ttlMillis > 0 || config == null) {
            // Saturates: what is longer than nanoseconds can count is for ever.
            return Math.max(1, TimeUnit.MILLISECONDS.toNanos(ttlMillis));
        }
        return config.times().heardNanos();
    }

    private static byte @Nullable [] encode(PeerManager known, Multiaddr address) {
        BookConfig config = known.book().config();
        return config == null ? null : AddressCodec.encode(address, config.addressBytes());
    }

    private void count(int code) {
        if (code < 0) {
            leftOut.incrementAndGet();
        }
    }

    private IllegalStateException unusable() {
        return new IllegalStateException(
                manager.get() == null
                        ? "no host is attached; call attach before the book is used"
                        : "the manager has no book; give PeerageHost.book a configuration");
    }
}
