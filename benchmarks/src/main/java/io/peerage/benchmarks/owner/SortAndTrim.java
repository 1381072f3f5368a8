/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import io.peerage.config.PrunePolicy;
import io.peerage.yardstick.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The yardstick of {@link PruneBenchmark}: go-libp2p's way to trim, without its three locks a comparison. Those who are
 * neither protected nor in grace are copied into a list, which is sorted: value first, then streams or none, direction,
 * streams, age. One thread.
 */
@State(Scope.Thread)
public class SortAndTrim {
    private static final int ID_LENGTH = 34;
    private static final long GRACE = PrunePolicy.GO_LIBP2P.graceNanos();

    private record Connection(
            int number, boolean isProtected, boolean inbound, int value, int streams, long since) {}

    private final List<List<Connection>> nodes = new ArrayList<>();
    private int turn;

    /** The yardstick without connections. */
    public SortAndTrim() {}

    /** Makes the objects, in the order in which a map of peers gives them. */
    @Setup
    public void fill(Prunable.Nodes all) {
        SplittableRandom random = new SplittableRandom(1);
        for (Prunable.Node node : all.all) {
            Map<PeerId, Connection> peers = new HashMap<>();
            for (int i = 0; i < node.size(); i++) {
                byte[] id = new byte[ID_LENGTH];
                random.nextBytes(id);
                peers.put(
                        new PeerId(id),
                        new Connection(
                                i,
                                node.isProtected[i],
                                node.inbound[i],
                                node.values[i],
                                node.streams[i],
                                node.since[i]));
            }
            nodes.add(new ArrayList<>(peers.values()));
        }
    }

    List<Connection> select() {
        turn = turn + 1 == nodes.size() ? 0 : turn + 1;
        List<Connection> all = nodes.get(turn);
        List<Connection> candidates = new ArrayList<>(all.size());
        for (Connection connection : all) {
            if (!connection.isProtected && Prunable.NOW - connection.since >= GRACE) {
                candidates.add(connection);
            }
        }
        candidates.sort(SortAndTrim::compare);
        return new ArrayList<>(candidates.subList(0, all.size() / Prunable.ONE_IN));
    }

    private static int compare(Connection left, Connection right) {
        if (left.value != right.value) {
            return Integer.compare(left.value, right.value);
        }
        if (left.streams == 0 != (right.streams == 0)) {
            return left.streams == 0 ? -1 : 1;
        }
        if (left.inbound != right.inbound) {
            return left.inbound ? -1 : 1;
        }
        if (left.streams != right.streams) {
            return Integer.compare(left.streams, right.streams);
        }
        return Long.compare(right.since, left.since);
    }

    /** Is a choice right? */
    @TearDown(Level.Iteration)
    public void check(Prunable.Nodes all) {
        List<Connection> chosen = select();
        all.all.get(turn).checkTrim(chosen.stream().mapToInt(Connection::number));
    }
}
