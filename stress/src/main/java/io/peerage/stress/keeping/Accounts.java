/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.PeerManager;
import io.peerage.stress.oracle.Ledger;
import io.peerage.stress.oracle.Violations;
import io.peerage.stress.population.AddressPool;
import io.peerage.stress.population.PeerPool;
import io.peerage.stress.population.Random64;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Everything that is known of one storm, for all of its threads. <b>Threading</b>: as its parts. */
final class Accounts {
    // The low bits of a handle: an array by peer saves the storm a map.
    private static final int INDEX_MASK = (1 << 24) - 1;
    private static final int STATUS_BITS = 2;

    final Setting setting;
    final int producers;
    final PeerPool peers;
    final AddressPool addresses;
    final Violations violations;
    final NanoClock clock;
    final int noAddress;
    final Ticks ticks = new Ticks();
    final Orders orders = new Orders();
    final AtomicInteger gathered = new AtomicInteger();
    final Ledger ledger;
    final Slots slots;
    final DialSlots commanded;
    final Prefixes prefixes;
    final BanBook peerBans;
    final BanBook prefixBans;
    final KeepBook keeps;
    final ValueBook values;
    final DataBook data;
    final DialBook dials;
    final RateBook rates;
    private final AtomicIntegerArray numbers;
    private @Nullable PeerManager manager;

    Accounts(
            Setting setting,
            int producers,
            PeerPool peers,
            AddressPool addresses,
            Violations violations,
            NanoClock clock) {
        this.setting = setting;
        this.producers = producers;
        this.peers = peers;
        this.addresses = addresses;
        this.violations = violations;
        this.clock = clock;
        this.noAddress = noAddress(addresses);
        int count = peers.residents();
        // The owner, who dials, has a line too.
        this.ledger =
                new Ledger(addresses, peers.size(), producers + 1, setting.limits(), violations);
        this.slots = new Slots(setting.limits().connections());
        this.commanded = new DialSlots(slots.size());
        this.prefixes = new Prefixes(addresses);
        this.peerBans = new BanBook(this, count, true);
        this.prefixBans = new BanBook(this, prefixes.count(), false);
        this.keeps = new KeepBook(this, count);
        this.values = new ValueBook(this, count);
        this.data = new DataBook(this, count);
        this.dials = new DialBook(this, count);
        this.rates = new RateBook(this);
        this.numbers = new AtomicIntegerArray(setting.peers());
    }

    private static int noAddress(AddressPool addresses) {
        for (int address = 0; address < addresses.size(); address++) {
            if ((addresses.hi(address) | addresses.lo(address)) == 0) {
                return address;
            }
        }
        throw new IllegalArgumentException(
                "none of the "
                        + addresses.size()
                        + " addresses is without an IP; add IpAddress.NONE");
    }

    /** The manager under test. */
    PeerManager manager() {
        return Objects.requireNonNull(manager);
    }

    void manager(PeerManager subject) {
        manager = subject;
    }

    /** Notes the handle of a peer. */
    void know(int peer, long handle) {
        peers.handle(peer, handle);
        numbers.set((int) handle & INDEX_MASK, peer);
    }

    /** The number of the peer that had this handle last. */
    int number(long handle) {
        return numbers.get((int) handle & INDEX_MASK);
    }

    /** The address of a peer. */
    int address(int peer) {
        return peers.address(peer);
    }

    static long digest(long words, int status) {
        return Random64.mix(words) << STATUS_BITS | status;
    }
}
