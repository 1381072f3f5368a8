/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;

import io.peerage.PeerManager;
import io.peerage.config.FactsConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.model.Direction;
import io.peerage.model.PeerAction;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is told of peers and connections, and what comes of it. */
final class KeepingOperations {
    private static final long IP = 0xffffL << 32 | 0x0a000001L;
    private static final Duration LONG = Duration.ofHours(1);
    private static final int CONNECTIONS = 30;

    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1000);
    private final Map<String, Runnable> all;
    private int closes;

    private KeepingOperations(Map<String, Runnable> all) {
        this.all = all;
    }

    static void addTo(Map<String, Runnable> all, Set<Result> seen) {
        new KeepingOperations(all).add();
        PeerManager bare = PeerManager.builder().maxPeers(2).build();
        long peer = bare.register(new byte[] {1});
        all.put(
                "what was not configured",
                () -> {
                    expect(bare.reputation().add(peer, -1) == Result.NOT_CONFIGURED.code());
                    expect(bare.pruning().trimTo(0) == Result.NOT_CONFIGURED.code());
                    expect(bare.facts().ping(1, 1) == Result.NOT_CONFIGURED.code());
                    seen.add(Result.NOT_CONFIGURED);
                });
    }

    private void add() {
        PeerManager[] itself = new PeerManager[1];
        PeerManager m =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(60)
                        .maxConnections(60)
                        .clock(clock)
                        .hashKey(1, 2)
                        .scores(ScoreConfig.DEFAULT)
                        .tags(
                                new TagConfig(
                                        List.of(
                                                TagKind.plain("worth"),
                                                TagKind.decaying("late", Duration.ofMinutes(1))),
                                        List.of("mesh")))
                        .facts(FactsConfig.of("/a", "/b"))
                        .pruning(
                                PruneConfig.DEFAULT
                                        .by(PrunePolicy.DEFAULT)
                                        .watermarks(CONNECTIONS - 5, CONNECTIONS - 1)
                                        .evicting(true))
                        .commandSink(
                                (connection, reason) -> {
                                    closes++;
                                    itself[0].close(connection);
                                })
                        .build();
        itself[0] = m;
        byte[][] ids = new byte[CONNECTIONS][];
        for (int i = 0; i < CONNECTIONS; i++) {
            ids[i] = new byte[] {7, (byte) i};
        }
        long[] speakers = new long[CONNECTIONS];
        all.put(
                "facts, tags, scores, and the ticks that trim and disconnect by them",
                () -> {
                    int before = closes;
                    for (int i = 0; i < CONNECTIONS; i++) {
                        long connection = m.admitInbound(0, IP + 256L * i);
                        expect(connection > 0 && m.establishInbound(connection, ids[i]) > 0);
                        m.facts().protocol(connection, 0, true);
                        m.facts().streamOpened(connection, 1, Direction.INBOUND);
                        m.facts().ping(connection, 1_000_000L * i);
                        m.facts().usefulMessage(connection);
                        m.facts().usefulBlock(connection);
                        m.reputation().tag(m.lookup(ids[i]), 0, i);
                    }
                    m.tick();
                    expect(m.facts().connectedPeers(0, speakers) == CONNECTIONS);
                    clock.advance(LONG);
                    m.tick();
                    expect(closes > before);
                    for (int i = 0; i < CONNECTIONS; i++) {
                        long peer = m.lookup(ids[i]);
                        m.reputation().protect(peer, 0, true);
                        m.reputation().record(peer, PeerAction.SEVERE);
                        m.reputation().record(peer, PeerAction.SEVERE);
                        m.reputation().external(peer, -3);
                        expect(m.reputation().total(peer) < 0);
                        m.reputation().putTag(peer, 1, 3);
                        expect(m.reputation().tagValue(peer, 1) > 0);
                        m.reputation().protect(peer, 0, false);
                    }
                    m.tick();
                    expect(m.inbound() == 0);
                    clock.advance(LONG);
                    m.tick();
                    for (int i = 0; i < CONNECTIONS; i++) {
                        m.reputation().putTag(m.lookup(ids[i]), 0, 0);
                        expect(m.release(m.lookup(ids[i])) == Result.RELEASED.code());
                    }
                    m.tick();
                });
    }
}
