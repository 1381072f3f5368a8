/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.Counter;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.population.Random64;
import java.nio.ByteBuffer;

/**
 * One producer's dealings with the address book: tells addresses that nobody has told, and checks that what is read was told.
 *
 * <p><b>Threading</b>: one producer. <b>Memory</b>: no allocation.
 */
final class BookTeller {
    private static final int CHECK = 8;

    private final Accounts all;
    private final AddressBuffer buffer = new AddressBuffer();
    private final byte[] bytes = new byte[Setting.ADDRESS_BYTES];
    private final ByteBuffer address = ByteBuffer.wrap(bytes);
    private final int producer;
    private int sequence;
    private long told;
    private long refused;

    BookTeller(Accounts all, int producer) {
        this.all = all;
        this.producer = producer;
    }

    long told() {
        return told;
    }

    long refused() {
        return refused;
    }

    /** Tells one more address of a peer, all of whose addresses have one IP. */
    void tell(int peer, Producer by) {
        long content =
                (long) peer << 32 | (sequence++ * (long) all.producers + producer) & 0xffff_ffffL;
        address.putLong(0, content);
        address.putLong(CHECK, Random64.mix(content));
        int at = all.address(peer);
        int teller = by.random.below(all.addresses.size());
        by.events++;
        int code =
                all.manager()
                        .book()
                        .heard(
                                all.peers.handle(peer),
                                bytes,
                                all.addresses.hi(at),
                                all.addresses.lo(at),
                                all.addresses.hi(teller),
                                all.addresses.lo(teller),
                                AddressTier.HEARD,
                                PeerOrigin.PEER_EXCHANGE);
        if (code == Result.DONE.code()) {
            told++;
        } else if (code == Result.HAND_OFF_FULL.code()) {
            refused++;
        } else {
            all.violations.found(Contract.BOOK, "telling of a known peer says " + code);
        }
    }

    /** Reads the addresses of a peer. */
    void read(int peer, Producer by) {
        by.events++;
        int found = all.manager().book().read(all.peers.handle(peer), buffer);
        if (found < 0 || found > Setting.ADDRESSES_A_PEER) {
            all.violations.found(
                    Contract.BOOK, "addresses of a known peer", found, Setting.ADDRESSES_A_PEER);
            return;
        }
        int at = all.address(peer);
        for (int i = 0; i < found; i++) {
            boolean right =
                    buffer.length(i) == Setting.ADDRESS_BYTES
                            && buffer.copy(i, bytes, 0) == Setting.ADDRESS_BYTES
                            && address.getLong(CHECK) == Random64.mix(address.getLong(0))
                            && address.getLong(0) >>> 32 == peer
                            && buffer.ipHi(i) == all.addresses.hi(at)
                            && buffer.ipLo(i) == all.addresses.lo(at);
            if (!right) {
                all.violations.found(
                        Contract.BOOK, "an address of peer " + peer + " is none that was told");
            }
        }
    }

    /** Compares the book's counters with what all producers told, at rest. */
    static void audit(Accounts all, long told) {
        long added = all.manager().counter(Counter.ADDRESSES_ADDED);
        long refused = all.manager().counter(Counter.ADDRESSES_REFUSED);
        long stale = all.manager().counter(Counter.BOOK_ORDERS_STALE);
        long gone =
                all.manager().counter(Counter.ADDRESSES_DISPLACED)
                        + all.manager().counter(Counter.ADDRESSES_EXPIRED);
        equal(all, "addresses added, refused or stale", added + refused + stale, told);
        if (all.manager().counter(Counter.BOOK_PEERS_EVICTED) == 0) {
            equal(all, "addresses of the book", all.manager().book().addresses(), added - gone);
        }
        most(all, "addresses", all.manager().book().addresses(), all.setting.bookAddresses());
        most(all, "peers", all.manager().book().peers(), all.setting.limits().peers());
    }

    private static void most(Accounts all, String what, long held, long most) {
        if (held > most) {
            all.violations.found(Contract.BOOK, what + " of the book", held, most);
        }
    }

    private static void equal(Accounts all, String what, long said, long expected) {
        if (said != expected) {
            all.violations.found(Contract.BOOK, what, said, expected);
        }
    }
}
