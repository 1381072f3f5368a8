/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.stress.oracle.Contract;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of peers' data: of the lasting kind the last value of each peer, which one producer puts; of the fleeting kind that each
 * value ends once, by being lost to another, taken out, or cleared.
 *
 * <p><b>Threading</b>: putting the lasting kind, and all of a passing peer, the peer's producer; the rest any thread.
 */
final class DataBook {
    private final Accounts all;
    private final @Nullable Token[] latest;
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile long cleared;

    DataBook(Accounts all, int peers) {
        this.all = all;
        this.latest = new @Nullable Token[peers];
    }

    /** Puts a value instead of the last one. */
    void putLasting(int peer, Producer by) {
        Token token = new Token(peer, by.random.next());
        by.events++;
        int code = all.manager().data().put(all.peers.handle(peer), Setting.LASTING, token);
        if (code < 0) {
            all.violations.found(Contract.PEER_DATA, "putting for a known peer says " + code);
        }
        latest[peer] = token;
    }

    /** Reads what anybody has put. */
    void read(int peer, Producer by) {
        by.events++;
        check(peer, all.manager().data().get(all.peers.handle(peer), Setting.LASTING));
        check(peer, all.manager().data().get(all.peers.handle(peer), Setting.FLEETING));
    }

    private void check(int peer, @Nullable Token found) {
        if (found != null && found.peer() != peer) {
            all.violations.found(
                    Contract.PEER_DATA, "data of peer " + peer + " is of peer", found.peer(), peer);
        }
    }

    /** Keeps a value if there is none. */
    void offerFleeting(int peer, long handle, Producer by) {
        Token mine = new Token(peer, by.random.next());
        made.incrementAndGet();
        by.events++;
        Token kept = all.manager().data().getOrPut(handle, Setting.FLEETING, mine);
        check(peer, kept);
        if (kept != mine) {
            // Also if the peer is unknown: then it was not kept.
            end(mine);
        }
    }

    /** Takes a value out. */
    void removeFleeting(int peer, Producer by) {
        by.events++;
        Token taken = all.manager().data().remove(all.peers.handle(peer), Setting.FLEETING);
        check(peer, taken);
        if (taken != null) {
            end(taken);
        }
    }

    /** The listener was told. */
    void cleared(Object value) {
        cleared = cleared + 1;
        if (value instanceof Token token) {
            end(token);
        } else {
            all.violations.found(Contract.PEER_DATA, "what was cleared was never put");
        }
    }

    private void end(Token token) {
        if (token.end()) {
            ended.incrementAndGet();
        } else {
            all.violations.found(Contract.PEER_DATA, "a value ended twice");
        }
    }

    long cleared() {
        return cleared;
    }

    /** Compares what is kept of all peers, at rest. */
    void audit() {
        long kept = 0;
        long lasting = 0;
        for (int peer = 0; peer < latest.length; peer++) {
            long handle = all.peers.handle(peer);
            Token fleeting = all.manager().data().get(handle, Setting.FLEETING);
            if (fleeting != null) {
                kept++;
                check(peer, fleeting);
                if (fleeting.hasEnded()) {
                    all.violations.found(Contract.PEER_DATA, "a value that ended is still kept");
                }
            }
            if (latest[peer] != null) {
                lasting++;
            }
            if (all.manager().data().get(handle, Setting.LASTING) != latest[peer]) {
                all.violations.found(
                        Contract.PEER_DATA, "peer " + peer + " hasn't the value that was put last");
            }
        }
        equal("values that have not ended", kept, made.get() - ended.get());
        equal("values in all", all.manager().data().countValues(), kept + lasting);
    }

    private void equal(String what, long said, long expected) {
        if (said != expected) {
            all.violations.found(Contract.PEER_DATA, what, said, expected);
        }
    }
}
