/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.model.Counter;
import io.peerage.model.PeerAction;
import io.peerage.model.ScoreVerdict;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.BadScoreTable;
import io.peerage.reputation.PeerScores;
import io.peerage.reputation.ProtectionChange;
import io.peerage.reputation.ProtectionColumn;
import io.peerage.reputation.TagTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Architecture, contract 2, for reputation: not one byte a change, a question, a tenant or a score remembered. */
class ReputationAllocationTest {
    private static final ScoreConfig CONFIG = ScoreConfig.DEFAULT.remembering(2, -10_000);
    private static final TagConfig TAGS =
            new TagConfig(
                    List.of(
                            TagKind.plain("plain"),
                            TagKind.decaying("decaying", Duration.ofMinutes(10))),
                    IntStream.range(0, 40).mapToObj(i -> "name" + i).toList());
    private static final Map<String, Runnable> OPERATIONS = operations();

    private static Map<String, Runnable> operations() {
        StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        BadScoreTable bad = new BadScoreTable(CONFIG);
        PeerScores scores = new PeerScores(4, CONFIG, bad, 0);
        BadScoreKeeper keeper = new BadScoreKeeper(CONFIG, scores, bad, counters);
        TagTable tags = new TagTable(4, TAGS, 0);
        ProtectionColumn protections = new ProtectionColumn(4, TAGS);
        long[] now = new long[1];
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put(
                "scores",
                () -> {
                    now[0] += 1_000_000_000;
                    scores.record(0, 0, PeerAction.FATAL, now[0]);
                    expect(scores.putExternal(0, 0, -3, now[0]) == ScoreVerdict.BAN);
                    expect(scores.add(0, 1, 5, now[0]) == null);
                    expect(scores.verdict(0, 0, now[0]) == ScoreVerdict.BAN);
                    expect(scores.total(0, 0, now[0]) < 0);
                });
        all.put(
                "tags",
                () -> {
                    now[0] += 1_000_000_000;
                    expect(tags.add(0, 0, 0, 1, now[0]));
                    expect(tags.add(0, 0, 1, 1, now[0]));
                    expect(tags.put(0, 0, 1, 5, now[0]));
                    expect(!tags.put(0, 1, 1, 5, now[0]));
                    expect(tags.sum(0, 0, now[0]) >= tags.value(0, 0, 1, now[0]));
                });
        all.put(
                "protections",
                () -> {
                    expect(protections.put(0, 0, 38, true) == ProtectionChange.PROTECTED);
                    expect(protections.put(0, 0, 3, true) == ProtectionChange.SAME);
                    expect(protections.isProtected(0, 0) && protections.names(0, 0) != 0);
                    expect(protections.put(0, 0, 38, false) == ProtectionChange.SAME);
                    expect(protections.put(0, 0, 3, false) == ProtectionChange.UNPROTECTED);
                });
        int[] generation = new int[1];
        all.put(
                "tenants",
                () -> {
                    int next = ++generation[0] & (1 << 27) - 1;
                    scores.tenant(1, next, next);
                    tags.tenant(1, next, next);
                    protections.tenant(1, next, next);
                    scores.add(1, next, -50_000, now[0]);
                    expect(keeper.released(1, next, next, now[0]));
                    scores.tenant(2, next, next);
                    expect(scores.own(2, next, now[0]) == -50_000);
                });
        return all;
    }

    static Stream<String> names() {
        return OPERATIONS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsAllocated(String operation) {
        assertThat(AllocationMeter.bytes(OPERATIONS.get(operation))).isZero();
    }
}
