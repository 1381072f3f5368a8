/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.outbound;

import io.libp2p.core.AddressBook;
import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.libp2p.address.DialAddresses;
import io.peerage.libp2p.connection.Connections;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Begins dials that have their ticket.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: never waits: the library resolves names on the calling thread, so dials that
 * need it go to an executor. <b>Errors</b>: throws nothing; a dial that can't begin has failed.
 */
public final class Dialer {
    private final Connections connections;
    private final Host host;
    private final AddressBook book;
    private final Executor names;
    private final byte[] localId;
    private volatile boolean stopped;

    /**
     * Through this host, to the addresses in a book.
     *
     * @param connections what is known of connections
     * @param host the host
     * @param book the book
     * @param names where dials to addresses with a name go
     */
    public Dialer(Connections connections, Host host, AddressBook book, Executor names) {
        this.connections = connections;
        this.host = host;
        this.book = book;
        this.names = names;
        this.localId = host.getPeerId().getBytes();
    }

    /** Begins no dial from now on: each is cancelled. */
    public void stop() {
        stopped = true;
    }

    /**
     * Dials a peer at those of its addresses in the book that have this IP; at those without one if this is none.
     *
     * @param peer the peer's id
     * @param ticket the ticket of the dial
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     */
    public void dialFromBook(PeerId peer, long ticket, long ipHi, long ipLo) {
        Dial dial = new Dial(connections, ticket, peer, localId);
        try {
            connections.put(dial);
            var unused =
                    book.getAddrs(peer)
                            .whenComplete(
                                    (known, failure) -> {
                                        note(failure);
                                        begin(dial, choose(known, peer, ipHi, ipLo));
                                    });
        } catch (Throwable e) {
            note(e);
            fail(dial, e);
        }
    }

    private void note(@Nullable Throwable failure) {
        if (failure != null) {
            connections.failures().note(failure);
        }
    }

    private static Multiaddr[] choose(
            @Nullable Collection<Multiaddr> known, PeerId peer, long ipHi, long ipLo) {
        return DialAddresses.choose(known == null ? List.of() : known, peer.getBytes(), ipHi, ipLo);
    }

    /**
     * Dials a peer at these addresses; what comes of it.
     *
     * @param peer the peer's id
     * @param ticket the ticket of the dial
     * @param addresses the addresses
     * @return the connection, or what kept it from being made
     */
    public CompletableFuture<Connection> dial(PeerId peer, long ticket, Multiaddr... addresses) {
        Dial dial = new Dial(connections, ticket, peer, localId);
        connections.put(dial);
        // Whoever asked for it may not want it any more.
        var unused =
                dial.result()
                        .whenComplete(
                                (connection, failure) -> {
                                    if (failure instanceof CancellationException) {
                                        dial.close();
                                    }
                                });
        begin(dial, addresses);
        return dial.result();
    }

    private void begin(Dial dial, Multiaddr[] addresses) {
        try {
            if (addresses.length == 0) {
                throw new UnknownHostException(
                        "no known address of the peer has the IP that its dial was admitted for; offer the ones in the host's book");
            }
            if (asksNames(addresses)) {
                names.execute(() -> connect(dial, addresses));
            } else {
                connect(dial, addresses);
            }
        } catch (Throwable e) {
            fail(dial, e);
        }
    }

    private static boolean asksNames(Multiaddr[] addresses) {
        for (Multiaddr address : addresses) {
            if (DialAddresses.asksNames(address)) {
                return true;
            }
        }
        return false;
    }

    private void connect(Dial dial, Multiaddr[] addresses) {
        try {
            if (stopped) {
                throw new CancellationException("the host was let go");
            }
            if (!dial.isEnded()) {
                dial.begun(host.getNetwork().connect(dial.peer(), dial, addresses));
            }
        } catch (Throwable e) {
            fail(dial, e);
        }
    }

    private static void fail(Dial dial, Throwable failure) {
        dial.failed(DialFailures.ofCall(failure), failure);
    }
}
