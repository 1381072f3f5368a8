/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.DataConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.lincheck.Lincheck;
import io.peerage.model.Counter;
import io.peerage.model.PeerDataKey;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import java.time.Duration;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is kept for a peer is one cell, out of which each value comes once, until the peer is given up. */
@Param(name = "value", gen = IntGen.class, conf = "1:3")
@Tag("lincheck")
public class PeerDataLincheckTest {
    private static final PeerDataKey<String> KEY =
            PeerDataKey.of("key", String.class, Duration.ofHours(1));

    private final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
    private final PeerTable peers =
            new PeerTable(
                    1, 48, counters, 1, new HandleSpace("peer", 0, 1, 1), KeyedHash.known(1, 2));
    private final PeerStates states = new PeerStates(peers, counters, 1);
    private final PeerDataTable data =
            new PeerDataTable(peers, states, new DataConfig(List.of(KEY)));
    private final long peer = peers.register(new byte[] {1}, 0, 1);

    @Test
    void everyInterleavingIsThatOfACell() {
        Lincheck.modelChecking(Cell.class).check(PeerDataLincheckTest.class);
    }

    @Test
    void realThreadsSeeACell() {
        Lincheck.stress(Cell.class).check(PeerDataLincheckTest.class);
    }

    @Test
    void aValueIsReplacedWhileItIsRemoved() {
        Lincheck.racing(
                        Cell.class,
                        Lincheck.sequences(
                                List.of(call("put", 1)),
                                List.of(
                                        List.of(call("remove"), call("getOrPut", 3)),
                                        List.of(call("put", 2), call("remove"))),
                                List.of(call("get"))))
                .check(PeerDataLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(PeerDataLincheckTest.class, operation, arguments);
    }

    /** Keeps a value. */
    @Operation
    public boolean put(@Param(name = "value") int value) {
        return data.put(peer, KEY, "value " + value);
    }

    /** Keeps a value if there is none. */
    @Operation
    public String getOrPut(@Param(name = "value") int value) {
        return data.getOrPut(peer, KEY, "value " + value);
    }

    /** What is kept. */
    @Operation
    public String get() {
        return data.get(peer, KEY);
    }

    /** Takes it out. */
    @Operation
    public String remove() {
        return data.remove(peer, KEY);
    }

    /** What it is to be. */
    public static class Cell {
        private String kept;

        public boolean put(int value) {
            kept = "value " + value;
            return true;
        }

        public String getOrPut(int value) {
            kept = kept == null ? "value " + value : kept;
            return kept;
        }

        public String get() {
            return kept;
        }

        public String remove() {
            String before = kept;
            kept = null;
            return before;
        }
    }
}
