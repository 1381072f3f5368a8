/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.PeerFlag;
import io.peerage.stress.oracle.Contract;

/**
 * What is known of who is to be kept: protected by names and by hand, persistent, trusted; each peer changed by one producer.
 *
 * <p><b>Threading</b>: {@link #step} the peer's producer, the rest any thread. <b>Progress</b>: wait-free, no allocation.
 */
final class KeepBook {
    private static final int NAMES = 2;
    private static final int BY_HAND = 2;
    private static final int PERSISTENT = 3;
    private static final int TRUSTED = 4;
    private static final int FEATURES = 5;
    private static final int PROTECTING = 7;

    private final Accounts all;
    private final Stamps stamps;
    private final byte[] features;

    KeepBook(Accounts all, int peers) {
        this.all = all;
        this.stamps = new Stamps(peers);
        this.features = new byte[peers];
    }

    /** Whether something has kept the peer since before this round began, and still does. */
    boolean isKeptSince(int peer, long round) {
        long word = stamps.word(peer);
        return Stamps.state(word) == Stamps.ON && Stamps.since(word) < round;
    }

    /** Whether anything keeps the peer, at rest. */
    boolean isKept(int peer) {
        return features[peer] != 0;
    }

    boolean isPersistent(int peer) {
        return (features[peer] & 1 << PERSISTENT) != 0;
    }

    /** Changes one feature of a peer. */
    void step(int peer, Producer by) {
        int feature = by.random.below(FEATURES);
        int before = features[peer];
        int after = before ^ 1 << feature;
        boolean on = (after & 1 << feature) != 0;
        boolean edge = before == 0 || after == 0;
        if (edge) {
            stamps.turn(peer);
        }
        by.events++;
        int code = set(all.peers.handle(peer), feature, on);
        if (code < 0) {
            all.violations.found(
                    Contract.PROTECTIONS, "feature " + feature + " of a known peer says " + code);
        }
        features[peer] = (byte) after;
        if (edge) {
            stamps.settle(peer, after != 0, all.ticks.started());
        }
    }

    private int set(long handle, int feature, boolean on) {
        return switch (feature) {
            case BY_HAND -> all.manager().setFlag(handle, PeerFlag.PROTECTED, on);
            case PERSISTENT -> all.manager().setFlag(handle, PeerFlag.PERSISTENT, on);
            case TRUSTED -> all.manager().setFlag(handle, PeerFlag.TRUSTED, on);
            default -> all.manager().reputation().protect(handle, feature, on);
        };
    }

    /** Compares what the manager says of a peer, at rest. */
    void audit(int peer) {
        long handle = all.peers.handle(peer);
        int had = features[peer];
        expect(
                all.manager().hasFlag(handle, PeerFlag.PROTECTED),
                (had & PROTECTING) != 0,
                "protected");
        expect(
                all.manager().hasFlag(handle, PeerFlag.PERSISTENT),
                (had & 1 << PERSISTENT) != 0,
                "persistent");
        expect(
                all.manager().hasFlag(handle, PeerFlag.TRUSTED),
                (had & 1 << TRUSTED) != 0,
                "trusted");
        for (int name = 0; name < NAMES; name++) {
            expect(
                    all.manager().reputation().isProtected(handle, name),
                    (had & 1 << name) != 0,
                    "protected by a name");
        }
    }

    private void expect(boolean said, boolean expected, String what) {
        if (said != expected) {
            all.violations.found(
                    Contract.PROTECTIONS, "a peer is " + what + ": " + said + ", not " + expected);
        }
    }
}
